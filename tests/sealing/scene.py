"""Papers to be signed in the little school: its authority, people's keys, minutes that wait."""

from datetime import datetime
from uuid import UUID

from tests.school import NOW, School, give_accounts
from truongso.documents import papers
from truongso.documents.kinds.account_handover import facts as handover
from truongso.documents.kinds.common import Party
from truongso.documents.models import Paper
from truongso.foundation.tenancy import acting_in
from truongso.roster import queries as roster
from truongso.rules.signing import Kind
from truongso.seal import papers as sealing
from truongso.seal.actions import authority, own_keys
from truongso.seal.actions.own_keys import KeyAsked
from truongso.seal.models import Key, Sealed
from truongso.seal.papers import SlotPlan

SECRET = "mưa rào tháng 7"


def found(school: School, *names: str) -> dict[str, Key]:
    """Found the school's authority and give people keys of it."""
    give_accounts(school, *names)
    authority.found_authority(actor=school.actor("Sơn"), now=NOW)
    return {name: new_key(school, name) for name in names}


def new_key(school: School, name: str) -> Key:
    """A person's own key of the school's authority."""
    asked = KeyAsked(Kind.SCHOOL, f"Khóa của {name}", SECRET, SECRET)
    return own_keys.add_key(actor=school.actor(name), asked=asked, now=NOW)


def minutes(school: School, giver: str = "Nam", receiver: str = "Lan", at: datetime = NOW) -> Paper:
    """Hand-over minutes between two people."""
    with acting_in(school.id):
        org = roster.school_org(school)
        parties = (
            Party(school.staff[giver].full_name, "Quản trị viên"),
            Party(school.staff[receiver].full_name, "Giáo viên", "GV05"),
        )
        told = {"username": "lan", "address": "https://truong.example.test", "duties": ""}
        return papers.draw_up(
            school.actor(giver),
            handover.KIND,
            school.staff[receiver].id,
            lambda no: handover.facts(org, no, parties, told, at=at),
            at=at,
            thing=f"account:{school.staff[receiver].id}",
        )


def to_sign(school: School, *slots: SlotPlan, giver: str = "Nam", receiver: str = "Lan") -> Sealed:
    """Minutes that wait for these signatures; usually for both sides, one after the other."""
    plans = slots or (
        SlotPlan("giver", school.staff[giver].id, "Bên giao"),
        SlotPlan("receiver", school.staff[receiver].id, "Bên nhận"),
    )
    paper = minutes(school, giver, receiver)
    with acting_in(school.id):
        return sealing.prepare(school.actor(giver), paper, plans, at=NOW)


def one_by(school: School, name: str) -> Sealed:
    """Minutes that wait for one person alone."""
    return to_sign(school, SlotPlan("giver", school.staff[name].id, "Bên giao"))


def ids(*rows: Sealed) -> list[UUID]:
    """The ids of papers."""
    return [row.id for row in rows]
