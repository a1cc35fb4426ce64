"""The one place where a school report is signed.

A digital signature joins here (the paper of a version is drawn up with a place for each signer, in
the order subject teachers, homeroom teacher, principal, school). As long as a school signs none, a
step counts as confirmed under one's own account, and the report says so in words.
"""

from datetime import datetime

from truongso.foundation.actor import Actor
from truongso.foundation.days import local
from truongso.rules.authority import Duty, Held

TITLES = {
    Duty.PRINCIPAL: ("HIỆU TRƯỞNG",),
    Duty.VICE_PRINCIPAL: ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"),
    Duty.HOMEROOM_TEACHER: ("GIÁO VIÊN CHỦ NHIỆM",),
}


def signed(actor: Actor, duty: Held, *, at: datetime) -> dict[str, object]:
    """Return how a person's confirmation of a school report stands on it: title, name, words.

    A duty that was lent signs for its giver: "KT. HIỆU TRƯỞNG / PHÓ HIỆU TRƯỞNG".
    """
    title = TITLES[Duty.VICE_PRINCIPAL] if duty.loan else TITLES.get(duty.duty, ())
    return stands(list(title), actor.name, at)


def stands(title: list[str], name: str, at: datetime) -> dict[str, object]:
    """Return how a confirmation made at a moment stands on paper."""
    said = f"Đã xác nhận bằng tài khoản của mình lúc {local(at):%H:%M ngày %d/%m/%Y}"
    return {"title": title, "name": name, "said": said}
