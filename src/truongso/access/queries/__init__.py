"""Which duties a person holds at a moment, own and lent; which school an account belongs to."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from truongso.access.models import Account, Delegation, DutyHeld, Session
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing
from truongso.foundation.tenancy import InSchool
from truongso.roster.models import SubjectGroup
from truongso.rules.authority import Duty, Held, Loan

MOST_DELEGATIONS = 100


def in_force(at: datetime, prefix: str = "") -> Q:
    """Return the condition that a duty or delegation is in force at a moment."""
    begun = Q(**{f"{prefix}since__lte": at})
    return begun & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": at}))


def duties_of(owner: InSchool, staff_id: UUID, at: datetime) -> tuple[Held, ...]:
    """Return the duties in force of a person, his own first, then those lent to him.

    A loan is in force when it has begun, has not ended or been revoked, and its giver still holds
    the duty it lends from.
    """
    rows = DutyHeld.objects.of(owner).filter(in_force(at), staff_id=staff_id)
    own = rows.select_related("staff")
    lent = (
        Delegation.objects.of(owner)
        .filter(in_force(at), in_force(at, "giver_duty__"), receiver_id=staff_id, revoked_at=None)
        .select_related("giver_duty", "giver")
    )
    return (*(held(duty) for duty in own), *(borrowed(loan) for loan in lent))


def with_duties(rows: QuerySet[Session], at: datetime) -> QuerySet[Session]:
    """Return sessions each with its person's duties beside it, as `duties_beside` reads them.

    The same as `duties_of`, without a statement of its own.
    """
    person = {"school_id": OuterRef("school_id")}
    staff = OuterRef("account__staff_id")
    own = DutyHeld.objects.filter(in_force(at), staff_id=staff, **person)
    loans = Delegation.objects.filter(
        in_force(at), in_force(at, "giver_duty__"), receiver_id=staff, revoked_at=None, **person
    )
    lent = _duty("giver_duty__") | {
        "loan": "pk",
        "giver": "giver_id",
        "giver_name": "giver__full_name",
        "acts": "acts",
    }
    return rows.annotate(
        own_duties=ArraySubquery(own.values(told=JSONObject(**_duty("")))),
        lent_duties=ArraySubquery(loans.values(told=JSONObject(**lent))),
    )


def duties_beside(row: Any) -> tuple[Held, ...]:
    """Return the duties in force that `with_duties` laid beside a session, own first."""
    own = [_told_duty(told) for told in row.own_duties]
    return (*own, *(_told_loan(told) for told in row.lent_duties))


def _duty(prefix: str) -> dict[str, str]:
    names = ("id", "duty", "department_id", "group_id", "school_class_id", "staff__department_id")
    return {name: f"{prefix}{name}" for name in names}


def _told_duty(told: Mapping[str, Any]) -> Held:
    over = told["department_id"] or told["group_id"] or told["school_class_id"]
    if over is None and told["duty"] == Duty.TEACHER.value:
        over = told["staff__department_id"]
    return Held(UUID(told["id"]), Duty(told["duty"]), UUID(over) if over else None)


def _told_loan(told: Mapping[str, Any]) -> Held:
    lent = _told_duty(told)
    giver = UUID(told["giver"])
    loan = Loan(UUID(told["loan"]), giver, told["giver_name"], lent.duty, frozenset(told["acts"]))
    return Held(lent.id, lent.duty, lent.over, loan)


def held(row: DutyHeld) -> Held:
    """Return a duty's row as the rules know it. A teacher teaches in the department he is in."""
    over = row.department_id or row.group_id or row.school_class_id
    if over is None and row.duty == Duty.TEACHER.value:
        over = row.staff.department_id
    return Held(row.id, Duty(row.duty), over)


def borrowed(row: Delegation) -> Held:
    """Return a delegation's row as the rules know it: the giver's duty with who lends it."""
    giver = held(row.giver_duty)
    loan = Loan(row.id, row.giver_id, row.giver.full_name, giver.duty, frozenset(row.acts))
    return Held(giver.id, giver.duty, giver.over, loan)


def still_holds(actor: Actor, right: Held, at: datetime) -> bool:
    """Tell whether a duty is in force now, and keep it so until the transaction ends.

    Locks the rows it rests on for sharing: ending a duty or revoking a delegation waits for the
    act, or the act sees it ended.
    """
    if right.duty is Duty.SYSTEM:
        return True
    rows = DutyHeld.objects.of(actor).filter(in_force(at), pk=right.id)
    if not _locked(rows.values_list("pk").query.sql_with_params()):
        return False
    if right.loan is None:
        return True
    loans = Delegation.objects.of(actor).filter(in_force(at), pk=right.loan.id, revoked_at=None)
    return _locked(loans.values_list("pk").query.sql_with_params())


def _locked(query: tuple[str, tuple[Any, ...]]) -> bool:
    sql, params = query
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR SHARE", params)
        return cursor.fetchone() is not None


def school_of_username(username: str) -> int | None:
    """Return the school of an account by its user name, before any school is set.

    Asks a function that tells nothing else (see migration access 0002).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_school_of_username(%s)", [username])
        row = cursor.fetchone()
    return row[0] if row else None


def sessions_of(actor: Actor, at: datetime) -> Iterable[Session]:
    """Return the devices on which the actor's account is signed in, the latest first."""
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    mine = Session.objects.filter(school_id=actor.school_id, account_id=account_of(actor))
    return mine.filter(expires_at__gt=at, seen_at__gt=at - idle).order_by("-seen_at")


def duty_rows(actor: Actor, at: datetime) -> list[DutyHeld]:
    """Return the actor's own duties in force with what they are held over, the longest first."""
    rows = DutyHeld.objects.of(actor).filter(in_force(at), staff_id=actor.person)
    return list(rows.select_related("department", "group", "school_class").order_by("since"))


def loan_rows(actor: Actor, at: datetime) -> list[Delegation]:
    """Return the delegations in force to the actor, the one that ends first at the top."""
    rows = Delegation.objects.of(actor).filter(
        in_force(at), in_force(at, "giver_duty__"), receiver_id=actor.person, revoked_at=None
    )
    return list(rows.select_related("giver", "giver_duty").order_by("until"))


def delegations_of(actor: Actor) -> list[Delegation]:
    """Return what the actor lent, what was lent to him, and what was lent from duties he holds now.

    The latest first, at most a hundred.
    """
    rows = Delegation.objects.of(actor)
    mine = Q(giver_id=actor.staff_id) | Q(receiver_id=actor.staff_id)
    for held_now in actor.duties:
        if held_now.loan is None and held_now.over is not None:
            mine |= Q(giver_duty__duty=held_now.duty, giver_duty__department_id=held_now.over)
    rows = rows.filter(mine).select_related(
        "giver", "receiver", "giver_duty__department", "revoked_by"
    )
    return list(rows.order_by("-since", "-id")[:MOST_DELEGATIONS])


def in_force_of(owner: InSchool, at: datetime) -> list[Delegation]:
    """Return every delegation of the school that is in force, by receiver."""
    rows = Delegation.objects.of(owner).filter(
        in_force(at), in_force(at, "giver_duty__"), revoked_at=None
    )
    rows = rows.select_related("giver", "receiver", "giver_duty__department")
    return list(rows.order_by("receiver__sort_key", "until"))


def fit_to_receive(
    owner: InSchool, duties: Iterable[tuple[frozenset[Duty], UUID | None]], at: datetime
) -> list[DutyHeld]:
    """Return who holds a duty that may be lent to: each pair names the duties and over what.

    A department of None stands for any.
    """
    wanted = Q(pk__in=[])
    for named, over in duties:
        fits = Q(duty__in=[duty.value for duty in named])
        wanted |= fits & Q(department_id=over) if over else fits
    rows = DutyHeld.objects.of(owner).filter(wanted, in_force(at))
    return list(rows.select_related("staff").order_by("staff__sort_key"))


def holders(owner: InSchool, duties: Iterable[Duty], at: datetime) -> list[DutyHeld]:
    """Return who holds some duties, with what they are held over, in name order."""
    rows = DutyHeld.objects.of(owner).filter(in_force(at), duty__in=[duty.value for duty in duties])
    return list(
        rows.select_related("staff", "department", "group__department").order_by(
            "department__name", "staff__sort_key"
        )
    )


def all_groups(owner: InSchool) -> list[SubjectGroup]:
    """Return the subject groups of every department, department by department."""
    rows = SubjectGroup.objects.of(owner).select_related("department")
    return list(rows.order_by("department__name", "name"))


def account_of(actor: Actor) -> UUID:
    """Return the id of the actor's account. The system has none: asking for it is a bug."""
    if actor.account_id is None:
        raise LookupError(f"{actor.name} has no account")
    return actor.account_id


def locked_account(owner: InSchool, account_id: UUID) -> Account:
    """Return an account of the school, held until the end of the act. Raises Missing."""
    rows = Account.objects.filter(school_id=owner.school_id, pk=account_id)
    account = rows.select_for_update(of=("self",)).select_related("staff").first()
    if account is None:
        raise Missing
    return account


def account_by(kind: str, value: str) -> tuple[int, str] | None:
    """Return school and id of the one active account of a user name, staff e-mail or staff code.

    Asks a function that tells nothing else (see migration access 0003), before any school is set;
    two accounts that fit are as none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT school_id, account_id FROM access_account_by(%s, %s)", [kind, value])
        rows = cursor.fetchall()
    return (int(rows[0][0]), str(rows[0][1])) if len(rows) == 1 else None
