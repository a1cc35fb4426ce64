"""Taking pages of the gradebook out as a workbook; who took them out stands in it and in the
journal.
"""

from datetime import datetime
from io import BytesIO

from truongso.access import gate
from truongso.audit import journal
from truongso.audit.journal import Deed
from truongso.foundation.actor import Actor
from truongso.foundation.days import local, local_day
from truongso.foundation.errors import Missing, RuleBroken
from truongso.foundation.tenancy import act
from truongso.gradebook.actions.scores import ENTER
from truongso.gradebook.excel import book
from truongso.gradebook.excel.book import Leaf
from truongso.gradebook.queries import books
from truongso.gradebook.queries.lines import standings
from truongso.gradebook.queries.place import TERMS, Page, place
from truongso.gradebook.queries.sheet import READ
from truongso.roster import queries as roster
from truongso.rules.authority import Right, Whose
from truongso.rules.verdict import Violation
from truongso.rules.years import YearState


@act
def export_page(*, actor: Actor, page: Page, now: datetime) -> tuple[str, BytesIO]:
    """Return a page as a workbook, with the name of the file; whoever only reads the page gets it
    with every cell closed. Raises Missing, NotAllowed.
    """
    found = place(actor, page, local_day(now))
    duty = gate.require(actor, READ, found.whose(), at=now)

    writes = isinstance(gate.may(actor, ENTER, found.whose(), at=now), Right)
    still = found.row.year.state == YearState.OPEN
    leaf = Leaf(found, standings(actor, found), actor.staff_id if writes and still else None)
    made = book.workbook([leaf], _note(actor, now), at=now)

    facts = {
        "pages": f"{found.subject.name} {found.row.name}",
        "term": found.term,
        "count": len(leaf.standings),
    }
    target = f"class:{found.row.id}"
    journal.record(actor, duty, Deed("gradebook.exported", target, facts=facts), at=now)
    name = f"{found.subject.name} {found.row.name} HK{found.term} {found.row.year.code}.xlsx"
    return name, made


@act
def export_mine(*, actor: Actor, term: int, now: datetime) -> tuple[str, BytesIO]:
    """Return all pages of a term that a person teaches in one workbook, with the name of the file.

    Raises Missing, NotAllowed, RuleBroken (there is none).
    """
    if term not in TERMS:
        raise Missing
    duty = gate.require(actor, ENTER, Whose(readers=frozenset({actor.person})), at=now)
    day = local_day(now)
    calendar = roster.calendar(actor, day)
    known = books.books(actor, calendar.year, term, calendar.day, staff_id=actor.person)
    if not known:
        raise RuleBroken(Violation("score_file.nothing_taught"))
    still = calendar.year.state == YearState.OPEN
    leaves = []
    for one in known:
        found = place(actor, Page(one.row.id, one.subject.code, term), day)
        leaves.append(Leaf(found, standings(actor, found), actor.staff_id if still else None))
    made = book.workbook(leaves, _note(actor, now), at=now)

    facts = {
        "pages": ", ".join(f"{one.subject.short} {one.row.name}" for one in known),
        "term": term,
        "count": sum(len(leaf.standings) for leaf in leaves),
    }
    deed = Deed("gradebook.exported", f"year:{calendar.year.id}", facts=facts)
    journal.record(actor, duty, deed, at=now)
    return f"Sổ điểm HK{term} {calendar.year.code} {actor.name}.xlsx", made


def _note(actor: Actor, now: datetime) -> str:
    return (
        f"Xuất lúc {local(now):%H:%M %d/%m/%Y}, bởi {actor.name}. Tệp có dữ liệu cá nhân học sinh."
    )
