"""A person's own second factors: setting up, recovery codes, taking away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truongso.access import proofs, recovery, seals, totp
from truongso.access.actions.accounts import own_account
from truongso.access.models import Account, Factor, RecoveryCode, Session
from truongso.access.passkeys import Made
from truongso.access.queries import factors
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.ids import new_id
from truongso.foundation.tenancy import act
from truongso.notices import post
from truongso.rules.verdict import Violation

MOST_PASSKEYS = 10
APP_NAME = "Ứng dụng xác thực"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What came of setting a factor up: recovery codes to show once, sessions that were ended."""

    codes: list[str]
    ended: int


@act
def enrol_app(*, actor: Actor, secret: str, code: str, session: str, now: datetime) -> Enrolled:
    """Set up the authenticator app whose secret it is, in place of one there was before.

    The first code proves that the app has the secret. `session`: the hash of the key of the
    session that asks; others are ended with the first factor. Raises Missing, RuleBroken.
    """
    account = own_account(actor)

    step = totp.step_of(recovery.plain(code), secret, after=0, at=now)
    if step is None:
        raise RuleBroken(Violation("factor.wrong_first_code", "code"))

    Factor.objects.filter(school_id=account.school_id, account=account, kind=factors.APP).delete()
    seal = seals.sealed(secret.encode(), proofs.whose(account))
    row = _add(account, factors.APP, APP_NAME, seal, now)
    row.counter = step
    row.save(update_fields=["counter"])
    done = _enrolled(actor, account, session, now)

    deed = Deed("access.app_enrolled", f"account:{account.id}", facts={"ended": done.ended})
    journal.record(actor, None, deed, at=now)
    return done


@act
def add_passkey(*, actor: Actor, made: Made, name: str, session: str, now: datetime) -> Enrolled:
    """Add a passkey under a name. Raises Missing, RuleBroken."""
    account = own_account(actor)

    known = [row for row in factors.mine(actor) if row.kind == factors.PASSKEY]
    if len(known) >= MOST_PASSKEYS:
        raise RuleBroken(Violation("factor.too_many", "name", {"most": MOST_PASSKEYS}))
    if Factor.objects.filter(school_id=account.school_id, mark=made.mark).exists():
        raise RuleBroken(Violation("factor.passkey_known", "name"))

    row = _add(account, factors.PASSKEY, name, made.public, now)
    row.mark, row.counter = made.mark, made.counter
    row.save(update_fields=["mark", "counter"])
    done = _enrolled(actor, account, session, now)

    facts = {"name": name, "ended": done.ended}
    deed = Deed("access.passkey_added", f"account:{account.id}", facts=facts)
    journal.record(actor, None, deed, at=now)
    return done


@act
def remove_factor(*, actor: Actor, factor_id: UUID, session: str, now: datetime) -> int:
    """Take one of the own factors away and end the other sessions; returns how many ended.

    The last one stays while the person must have one. Raises Missing, RuleBroken.
    """
    account = own_account(actor)
    rows = factors.mine(actor)
    row = next((row for row in rows if row.id == factor_id), None)
    if row is None:
        raise Missing

    duties = factors.duties_held(actor, account, now)
    is_last = len(rows) == 1
    if is_last and factors.must_have(actor, duties, now):
        raise RuleBroken(Violation("factor.last_required"))

    Factor.objects.filter(school_id=actor.school_id, pk=row.id).delete()
    if is_last:
        RecoveryCode.objects.filter(school_id=actor.school_id, account=account).delete()
    ended = _end_others(account, session)
    _tell(account, f"Thầy/Cô vừa bỏ “{row.name}” khỏi xác thực hai bước.", row.id.hex, now)

    facts = {"name": row.name, "ended": ended}
    deed = Deed("access.factor_removed", f"account:{account.id}", facts=facts)
    journal.record(actor, None, deed, at=now)
    return ended


@act
def new_recovery_codes(*, actor: Actor, now: datetime) -> list[str]:
    """Make a fresh set of recovery codes; the old ones are worth nothing from now on.

    Raises Missing, RuleBroken (there is no second factor that they could stand in for).
    """
    account = own_account(actor)

    if not factors.mine(actor):
        raise RuleBroken(Violation("factor.none_yet"))

    codes = _fresh_codes(account)
    _tell(account, "Thầy/Cô vừa tạo bộ mã dự phòng mới.", f"codes:{now.isoformat()}", now)

    deed = Deed("access.recovery_codes_made", f"account:{account.id}")
    journal.record(actor, None, deed, at=now)
    return codes


def _add(account: Account, kind: str, name: str, secret: str, now: datetime) -> Factor:
    return Factor.objects.create(
        id=new_id(),
        school_id=account.school_id,
        account=account,
        kind=kind,
        name=name,
        secret=secret,
        made_at=now,
    )


def _enrolled(actor: Actor, account: Account, session: str, now: datetime) -> Enrolled:
    """After a factor was added: codes with the first one, nothing to be set up any more."""
    rows = factors.mine(actor)
    is_first = len(rows) == 1 and factors.codes_left(actor) == 0
    codes = _fresh_codes(account) if is_first else []
    ended = _end_others(account, session) if is_first else 0
    Session.objects.filter(school_id=account.school_id, account=account).update(must_enrol=False)
    name = rows[-1].name
    _tell(account, f"Thầy/Cô vừa thêm “{name}” vào xác thực hai bước.", rows[-1].id.hex, now)
    return Enrolled(codes, ended)


def _fresh_codes(account: Account) -> list[str]:
    RecoveryCode.objects.filter(school_id=account.school_id, account=account).delete()
    codes = recovery.new_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(
            id=new_id(),
            school_id=account.school_id,
            account=account,
            mark=recovery.mark_of(code),
            code_hash=recovery.kept(code),
        )
        for code in codes
    )
    return codes


def _end_others(account: Account, session: str) -> int:
    rows = Session.objects.filter(school_id=account.school_id, account=account)
    return rows.exclude(key_hash=session).delete()[0]


def _tell(account: Account, text: str, about: str, now: datetime) -> None:
    message = post.Message(
        "access.factor_changed",
        f"{text} Nếu không phải Thầy/Cô làm việc này, hãy báo ngay quản trị viên của trường.",
        "/tai-khoan/xac-thuc/",
        about,
    )
    post.tell(account, [account.staff_id], message, shows_at=now)
