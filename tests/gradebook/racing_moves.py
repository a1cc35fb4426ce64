"""What else happens on a page while two teachers type: locks, corrections, an exemption.

Each move is prepared before its round begins, from what stands then, and is made in a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.gradebook.correcting import BOTH, REASON
from tests.gradebook.scenes import NOW
from tests.school import at
from tests.uploads import ready
from truongso.foundation.actor import system_actor
from truongso.foundation.errors import UserError
from truongso.foundation.ids import new_id
from truongso.gradebook.actions import correction_ends, corrections, locks, modes
from truongso.gradebook.actions.corrections import Asked, WishedCell
from truongso.gradebook.models import AssessmentMode, Correction
from truongso.gradebook.queries import corrections as queries
from truongso.rules.corrections import State
from truongso.rules.exemptions import Mode
from truongso.rules.gradebook import COMMENT

if TYPE_CHECKING:
    from tests.gradebook.racing import Race

KEYS = ("tx1", "tx2", "tx3", "tx4", "gk", "ck")
TYPED = ("tx1", "tx2", "gk", "ck", COMMENT)
AFTER_THE_LAST_DAY = at(date(2026, 10, 21))
OVER = NOW + timedelta(hours=25)
Call = Callable[[], Any]


def _column(race: Race) -> list[str]:
    return [race.random.choice(TYPED)]


def lock_column(race: Race) -> Call:
    """A teacher locks a column."""
    call = {"page": race.where, "keys": _column(race), "now": race.now}
    return lambda: locks.lock_columns(actor=race.actors["Dũng"], **call)


def open_column(race: Race) -> Call:
    """The principal opens a column again."""
    keys = _column(race)
    race.reopened |= race.bit(keys[0])
    call = {"page": race.where, "keys": keys, "reason": "Nhập nhầm", "now": race.now}
    return lambda: locks.reopen_columns(actor=race.actors["Sơn"], **call)


def lock_term(race: Race) -> Call:
    """The principal locks the term."""
    now = race.now
    return lambda: locks.lock_term(actor=race.actors["Sơn"], term=1, now=now)


def open_term(race: Race) -> Call:
    """The principal opens the term again."""
    race.reopened = -1
    call = {"term": 1, "reason": "Còn thiếu điểm", "now": race.now}
    return lambda: locks.reopen_term(actor=race.actors["Sơn"], **call)


def lock_by_date(race: Race) -> Call:
    """The job of the night locks what is past its last day."""
    system = system_actor(race.school.id, "Hệ thống")
    return lambda: locks.lock_by_date(actor=system, now=AFTER_THE_LAST_DAY)


def exempt(race: Race) -> Call:
    """The principal exempts a pupil from the subject, or takes that back."""
    pupil = race.random.choice(race.pupils)
    stands = AssessmentMode.objects.of(race.school).filter(pupil_id=pupil).first()
    mode = Mode.NORMAL if stands and stands.mode == Mode.EXEMPT else Mode.EXEMPT
    call: dict[str, Any] = {"class_id": race.where.class_id, "pupil_id": pupil, "term": 0}
    call |= {"subject": race.where.subject, "mode": mode, "reason": "Giấy ra viện", "now": race.now}
    return lambda: modes.grant_mode(actor=race.actors["Sơn"], **call)


def ask(race: Race) -> Call:
    """A teacher asks for one to three cells to be corrected, locked ones more likely."""
    who = race.random.choice(race.typists)
    places = [place for place in race.places() if place[1] != COMMENT]
    locked = sorted(set(places) & race.before.locked.keys(), key=str)
    chosen = locked if locked and race.random.random() < 0.9 else places
    chosen = race.random.sample(chosen, min(len(chosen), race.random.randint(1, 3)))
    cells = [WishedCell(*place, race.random.choice(("9", "6,5", "4", "v", ""))) for place in chosen]
    files = [(ready(race.school, who, f"{kind}.pdf"), kind) for kind in BOTH]
    asked, now = Asked(new_id(), REASON, False, cells, files), race.now
    race.asked[asked.case_id] = (who, asked)
    return asking(race, who, asked, now)


def ask_again(race: Race) -> Call:
    """A request that was sent already is sent again."""
    who, asked = race.asked[race.random.choice(sorted(race.asked, key=str))]
    return asking(race, who, asked, race.now)


def asking(race: Race, who: str, asked: Asked, now: Any) -> Call:
    """Send a request."""
    actor = race.actors[who]
    return lambda: corrections.ask(actor=actor, page=race.where, asked=asked, now=now)


def _case(race: Race, *states: State) -> Correction:
    """One of the cases in these states."""
    rows = Correction.objects.of(race.school).select_related("asked_by")
    known = list(rows.filter(state__in=states).order_by("no"))
    return race.random.choice(known)


def _done(race: Race, who: str, act: Any, case: Correction, **values: Any) -> Call:
    """Do something to a case; what succeeded is kept with it."""
    actor, now, name = race.actors[who], race.now, act.__name__

    def call() -> None:
        act(actor=actor, case_id=case.id, now=now, **values)
        race.done.append((case.id, name))

    return call


def _leader(race: Race) -> str:
    return race.random.choice(("Sơn", "Thu"))


def consent(race: Race) -> Call:
    """The principal, or who acts for him, consents."""
    return _done(race, _leader(race), corrections.consent, _case(race, State.ASKED))


def refuse(race: Race) -> Call:
    """A leader refuses."""
    case = _case(race, State.ASKED)
    return _done(race, _leader(race), corrections.refuse, case, reason="Thiếu ảnh bài")


def withdraw(race: Race) -> Call:
    """Who asked takes it back."""
    case = _case(race, State.ASKED)
    return _done(race, race.who(case.asked_by_id), corrections.withdraw, case)


def finish(race: Race) -> Call:
    """Who asked ends a case before every cell was changed."""
    case = _case(race, State.OPEN)
    return _done(race, race.who(case.asked_by_id), correction_ends.finish, case)


def confirm(race: Race) -> Call:
    """A witness, or somebody who has confirmed already, confirms minutes."""
    case = _case(race, State.MINUTED)
    who = race.random.choice(("Sơn", "Thu", "Nam", race.who(case.asked_by_id)))
    return _done(race, who, correction_ends.confirm, case)


def expire(race: Race) -> Call:
    """The job of every five minutes, a day later."""
    system = system_actor(race.school.id, "Hệ thống")
    overdue = queries.overdue(race.school, OVER)

    def call() -> None:
        for case_id in overdue:
            correction_ends.end_by_time(actor=system, case_id=case_id, now=OVER)

    return call


MOVES: dict[str, Callable[[Race], Call]] = {
    "lock_column": lock_column,
    "open_column": open_column,
    "lock_term": lock_term,
    "open_term": open_term,
    "lock_by_date": lock_by_date,
    "exempt": exempt,
}
"""Moves that can always be made."""
ON_CASES: dict[str, tuple[tuple[State, ...], Callable[[Race], Call]]] = {
    "consent": ((State.ASKED,), consent),
    "refuse": ((State.ASKED,), refuse),
    "withdraw": ((State.ASKED,), withdraw),
    "finish": ((State.OPEN,), finish),
    "expire": ((State.OPEN,), expire),
    "confirm": ((State.MINUTED,), confirm),
}
"""Moves on a case, with the states that call for them."""
CASES: dict[str, Callable[[Race], Call]] = {
    "ask": ask,
    "ask_again": ask_again,
    **{name: move for name, (_, move) in ON_CASES.items()},
}
ALL = MOVES | CASES
LIKELY = {"ask": 3, "consent": 6, "confirm": 3, "finish": 2, "expire": 2}


def any_moves(race: Race) -> list[str]:
    """Moves of a round, three at most; one on a case may come twice. A locked term is likely to be
    opened again.
    """
    chosen = race.random.sample(sorted(MOVES), race.random.choice((0, 0, 1, 1, 2)))
    if race.term_locked() and race.random.random() < 0.3:
        chosen = ["open_term"]
    states = {row.state for row in Correction.objects.of(race.school)}
    names = ["ask", *(["ask_again"] if race.asked else [])]
    names += [name for name, (needed, _) in ON_CASES.items() if states & {*needed}]
    weights = [LIKELY.get(name, 1) for name in names]
    count = min(race.random.choice((0, 1, 1, 2)), 3 - len(chosen))
    return chosen + race.random.choices(names, weights, k=count)


def refused(answer: object) -> bool:
    """Tell whether a move was refused."""
    return isinstance(answer, UserError)
