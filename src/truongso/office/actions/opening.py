"""Opening accounts and handing them over: name, one-time password, minutes, the receiver's yes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password

from truongso.access import passwords
from truongso.access.models import Account, Session
from truongso.access.queries import account_of, locked_account, school_of_username
from truongso.access.queries import duties as books
from truongso.access.words import duty_with_over, posts_of
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.documents import papers
from truongso.documents import queries as documents
from truongso.documents.kinds.account_handover import facts as handover
from truongso.documents.kinds.common import Party
from truongso.documents.kinds.password_slip.facts import Slip
from truongso.documents.models import Paper
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing, RuleBroken, raise_if_broken
from truongso.foundation.ids import new_id
from truongso.foundation.locks import one_at_a_time
from truongso.foundation.tenancy import act
from truongso.foundation.text import folded
from truongso.notices import post
from truongso.office import account_rights
from truongso.office.signed import let_be_signed
from truongso.roster import queries as roster
from truongso.roster.models import Staff
from truongso.rules import accounts as rules
from truongso.rules.duties import LEADING
from truongso.rules.verdict import Violation


@act
def open_accounts(*, actor: Actor, staff_ids: Sequence[UUID], now: datetime) -> list[Account]:
    """Open an account (tài khoản) for each person, with its minutes; nobody can sign in yet.

    A one-time password is made when the slip is printed. Raises Missing, NotAllowed, RuleBroken.
    """
    one_at_a_time("account_names")  # user names are the only ones of their kind everywhere
    people = [roster.person(actor, staff_id) for staff_id in dict.fromkeys(staff_ids)]
    duties = {person.id: account_rights.require(actor, person.id, at=now) for person in people}

    raise_if_broken(_checked(actor, people, now))
    opened = []
    for person in people:
        account = Account(
            id=new_id(),
            school_id=actor.school_id,
            username=_free_name(person),
            staff=person,
            password=make_password(None),
            must_change_password=True,
            must_confirm=True,
            created_at=now,
        )
        account.save(force_insert=True)
        paper = _minutes(actor, account, now)
        deed = Deed(
            "access.account_opened",
            f"account:{account.id}",
            facts={
                "name": person.full_name,
                "username": account.username,
                "number": paper.number,
                "year": paper.year,
            },
        )
        journal.record(actor, duties[person.id], deed, at=now)
        opened.append(account)
    return opened


@act
def issue_slips(
    *, actor: Actor, account_ids: Sequence[UUID], by_mail: bool = False, now: datetime
) -> list[Slip]:
    """Make new one-time passwords (mật khẩu dùng một lần) and return them for sealed slips.

    They are kept only as hashes: what is returned is the one chance to read them. Every session of
    the accounts ends, their owners are told, and of a leader's account the leadership too. Raises
    Missing, NotAllowed, RuleBroken.
    """
    accounts = [locked_account(actor, account_id) for account_id in sorted(set(account_ids))]
    duties = {
        account.id: account_rights.require(actor, account.staff_id, password_only=True, at=now)
        for account in accounts
    }

    if not accounts:
        raise RuleBroken(Violation("account.nobody_chosen"))
    raise_if_broken(fault for account in accounts for fault in usable(account))
    if by_mail:
        raise_if_broken(
            Violation("account.no_address", "account", {"name": account.staff.full_name})
            for account in accounts
            if not account.staff.email
        )
    slips = []
    for account in sorted(accounts, key=lambda account: account.staff.sort_key):
        slip, ended = _new_password(account, now)
        slips.append(slip)
        _tell_of_slip(actor, account, now)
        deed = Deed(
            "access.slip_issued",
            f"account:{account.id}",
            facts={
                "name": slip.name,
                "username": slip.username,
                "ended": ended,
                "by_mail": by_mail,
            },
        )
        journal.record(actor, duties[account.id], deed, at=now)
    return slips


@act
def confirm_account(*, actor: Actor, read: bool, now: datetime) -> Paper:
    """Sign for one's own account: the minutes and the rules of use have been read.

    Raises Missing, RuleBroken.
    """
    account = locked_account(actor, account_of(actor))

    if not account.must_confirm:
        raise RuleBroken(Violation("account.nothing_to_confirm"))
    if not read:
        raise RuleBroken(Violation("account.read_first", "read"))
    paper = documents.latest_paper(actor, handover.KIND, actor.person)
    if paper is None:
        raise Missing

    papers.confirm(actor, paper, at=now)
    let_be_signed(actor, paper, at=now)
    account.must_confirm, account.confirmed_at = False, now
    account.save(update_fields=["must_confirm", "confirmed_at"])
    deed = Deed(
        "access.account_confirmed",
        f"account:{account.id}",
        facts={"number": paper.number, "year": paper.year},
    )
    journal.record(actor, None, deed, at=now)
    return paper


def usable(account: Account) -> Iterator[Violation]:
    """Yield why nothing can be done with an account any more, or just now.

    Source: Decision 20/QĐ-THCS, section II.7.1.
    """
    if account.withdrawn_at is not None:
        yield Violation("account.withdrawn")
    elif account.suspended_at is not None:
        yield Violation("account.suspended")


def parties(actor: Actor, person: Staff, now: datetime) -> tuple[Party, Party]:
    """Return the two parties of minutes about a person's account: who acts, and he."""
    posts = posts_of(actor.duties)
    held = [duty_with_over(row) for row in books.open_duties(actor, person.id, now)]
    post_of = person.position or (held[0] if held else "")
    return (
        Party(actor.name, posts[0] if posts else ""),
        Party(person.full_name, post_of, person.code),
    )


def _checked(actor: Actor, people: Iterable[Staff], now: datetime) -> Iterator[Violation]:
    working = {row.id for row in roster.staff(actor, local_day(now))}
    have = set(
        Account.objects.filter(
            school_id=actor.school_id, staff__in=people, withdrawn_at__isnull=True
        ).values_list("staff_id", flat=True)
    )
    if not people:
        yield Violation("account.nobody_chosen")
    for person in people:
        if person.id in have:
            yield Violation("account.has_one", "staff", {"name": person.full_name})
        elif person.id not in working:
            yield Violation("account.not_working", "staff", {"name": person.full_name})


def _free_name(person: Staff) -> str:
    """The proposed user name, free in the whole installation; withdrawn ones stay taken."""
    taken: set[str] = set()
    words = folded(person.full_name).split()
    while school_of_username(name := rules.proposed(words, taken)) is not None:
        taken.add(name)
    return name


def _minutes(actor: Actor, account: Account, now: datetime) -> Paper:
    org, person = roster.school_org(actor), account.staff
    held = [duty_with_over(row) for row in books.open_duties(actor, person.id, now)]
    told = {
        "username": account.username,
        "address": settings.PUBLIC_URL,
        "duties": "; ".join(held),
    }
    both = parties(actor, person, now)
    return papers.draw_up(
        actor,
        handover.KIND,
        person.id,
        lambda number: handover.facts(org, number, both, told, at=now),
        at=now,
    )


def _new_password(account: Account, now: datetime) -> tuple[Slip, int]:
    """Set a one-time password; returns the slip and how many sessions ended."""
    password = passwords.one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.slip_expires_at = now + rules.SLIP_LASTS
    account.save(update_fields=["password", "must_change_password", "slip_expires_at"])
    rows = Session.objects.filter(school_id=account.school_id, account=account)
    ended = rows.delete()[0]
    person = account.staff
    slip = Slip(
        person.full_name,
        person.code,
        person.email,
        account.username,
        password,
        account.slip_expires_at,
    )
    return slip, ended


def _tell_of_slip(actor: Actor, account: Account, now: datetime) -> None:
    """Tell the owner; of a leader's account, everybody in the leadership and every admin, too."""
    about = f"slip:{account.id}:{now:%y%m%d%H%M%S}"
    text = (
        f"{actor.name} đã cấp mật khẩu dùng một lần cho tài khoản của Thầy/Cô. Nếu Thầy/Cô không"
        " đề nghị, hãy báo ngay cho Ban giám hiệu."
    )
    owner = post.Message("access.slip_issued", text, "/tai-khoan/", about)
    post.tell(actor, [account.staff_id], owner, shows_at=now)
    if not set(account_rights.leading_duties(actor, account.staff_id, now)) & set(LEADING):
        return
    alarm = post.Message(
        "access.leader_slip_issued",
        f"LƯU Ý: {actor.name} đã cấp lại mật khẩu cho tài khoản của {account.staff.full_name}.",
        "/tai-khoan-truong/",
        about,
    )
    others = [one for one in books.leaders(actor, LEADING, now) if one != account.staff_id]
    post.tell(actor, others, alarm, shows_at=now)
