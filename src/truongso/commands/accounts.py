"""The verb `account password`: a new one-time password for somebody who has forgotten his.

For the school's own IT admin above all, whom nobody at the school can help.
"""

import argparse
from datetime import datetime
from typing import Any

from truongso.commands import rescue
from truongso.commands.trouble import Trouble


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the parser."""
    account = verbs.add_parser("account", help="cấp lại mật khẩu, cứu trường không ai vào được")
    deeds = account.add_subparsers(metavar="VIỆC", required=True)
    password = deeds.add_parser("password", help="cấp mật khẩu dùng một lần cho một tài khoản")
    password.add_argument("username", metavar="TÊN", help="tên đăng nhập")
    password.set_defaults(run=_password)
    rescue.add_verb(deeds)


def _password(args: argparse.Namespace) -> int:
    from truongso.commands.database import prepare

    prepare()
    import django

    django.setup()
    from truongso.foundation import clock

    name, password = renew_password(args.username, at=clock.now())
    print(f"Đã cấp lại mật khẩu cho {name}; mọi thiết bị của tài khoản này đã bị đăng xuất.")
    print(f"Mật khẩu dùng một lần: {password}  (chỉ hiện lần này; phải đổi khi đăng nhập)")
    return 0


def renew_password(username: str, *, at: datetime) -> tuple[str, str]:
    """Give an account a one-time password and end its sessions; returns person and password.

    Raises Trouble when there is no such account, or it is closed.
    """
    from truongso.access.models import Account, Session
    from truongso.access.passwords import one_time_password
    from truongso.access.queries import school_of_username
    from truongso.audit import journal
    from truongso.foundation.actor import SYSTEM_DUTY, system_actor
    from truongso.foundation.tenancy import acting_in
    from truongso.foundation.text import folded

    wanted = folded(username).replace(" ", "")
    school_id = school_of_username(wanted)
    if school_id is None:
        raise Trouble(f"Không có tài khoản nào mang tên đăng nhập “{username}”.")
    with acting_in(school_id):
        account = (
            Account.objects.select_for_update(of=("self",))
            .select_related("staff")
            .get(school_id=school_id, username=wanted)
        )
        if not account.is_active:
            raise Trouble(f"Tài khoản “{wanted}” đã bị thu hồi nên không cấp lại mật khẩu.")
        password = one_time_password()
        account.set_password(password)
        account.must_change_password, account.slip_expires_at = True, None
        account.save(update_fields=["password", "must_change_password", "slip_expires_at"])
        Session.objects.filter(school_id=school_id, account=account).delete()
        deed = journal.Deed(
            "access.password_renewed",
            f"account:{account.id}",
            facts={"name": account.staff.full_name},
        )
        journal.record(system_actor(school_id, "Người vận hành"), SYSTEM_DUTY, deed, at=at)
        return account.staff.full_name, password
