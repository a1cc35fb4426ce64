"""Gives the demo a school that loads in a moment, in every process that has this on its path."""

import sys
import types
from datetime import datetime


def load(now: datetime) -> None:
    """Make one organisation with its admin."""
    from truongso.commands.schools import FirstAccount, NewSchool, create

    create(NewSchool("THU", "Trường Thử", "Hải Phòng"), FirstAccount("nam", "Tạ Nam"), at=now)


module = types.ModuleType("truongso.demo.load")
module.load = load  # type: ignore[attr-defined]
module.ACCOUNTS = [("Quản trị viên", "nam", "mật khẩu")]  # type: ignore[attr-defined]
sys.modules["truongso.demo.load"] = module
