"""The cards of the home page: by duty, with real numbers, what to do next first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import Missing
from truongso.foundation.http import Request
from truongso.gradebook.queries import case_page
from truongso.office import account_lines
from truongso.office.queries import setting_up
from truongso.office.queries.checks import checked
from truongso.planning.queries import summary
from truongso.planning.queries.summary import OwnWork
from truongso.roster import queries as roster
from truongso.roster.queries import Calendar
from truongso.rules import signing
from truongso.rules.authority import Duty
from truongso.rules.corrections import State
from truongso.seal.queries import papers as sealed
from truongso.support.queries import steps
from truongso.web.formats import short_day, within
from truongso.web.menu import acts_of

NEXT, URGENT = "next", "urgent"
LAST_WEEKS = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the home page: something to do or to look at, and where.

    `count` None shows no number. `tone`: "" as usual, "next" for what to do now, "urgent".
    `away`: the route by which it is put away; "" when it stays.
    """

    title: str
    url: str
    icon: str
    text: str = ""
    count: int | None = None
    tone: str = ""
    away: str = ""


def is_school(actor: Actor) -> bool:
    """Tell whether the actor's organisation is a school, not an office above."""
    return roster.school_org(actor).kind == "school"


def cards(request: Request) -> list[Card]:
    """Return the cards of whoever asks, what is urgent first, then what is next."""
    actor, day = request.actor, local_day(request.now)
    beginning = list(_beginning(request))
    try:
        calendar = roster.calendar(actor, day)
    except Missing:  # no school year yet, or an office above the school
        return [*_setting_up(request), *beginning]
    found = [
        *_setting_up(request),
        *_teaching(request, calendar),
        *_deciding(request, day),
        *_correcting(request, day),
        *_signing(request, day),
        *_overseeing(actor, calendar),
        *_keeping_accounts(request),
        *_checking(actor, calendar),
        *_rolling_over(actor, calendar),
        *beginning,
    ]
    order = (URGENT, NEXT, "")
    return sorted(found, key=lambda card: order.index(card.tone))


def _beginning(request: Request) -> Iterator[Card]:
    """The first steps that are left, until they are done or the card was put away."""
    actor = request.actor
    if not actor.duties:
        return
    own = steps.of_person(actor)
    waiting = own.left
    if waiting and not own.hidden:
        text = _("Tiếp theo: %(title)s.") % {"title": waiting[0].step.title}
        address = reverse("first_steps")
        yield Card(_("Việc đầu tiên"), address, "check", text, len(waiting), away="put_steps_away")


def _setting_up(request: Request) -> Iterator[Card]:
    """For the admin of a new school: how far its setting up has come."""
    if not request.actor.holds(Duty.IT_ADMIN) or setting_up.is_at_work(request.actor, request.now):
        return
    if not is_school(request.actor):
        return
    steps = setting_up.steps(request.actor, request.now)
    left = [step for step in steps if not step.done]
    if not left:
        return
    words = {"done": len(steps) - len(left), "all": len(steps), "title": left[0].title}
    text = _("Đã xong %(done)d/%(all)d bước. Tiếp theo: %(title)s.") % words
    yield Card(_("Thiết lập trường"), reverse("set_up"), "check", text, len(left), URGENT)


def _teaching(request: Request, calendar: Calendar) -> Iterator[Card]:
    if not request.actor.holds(Duty.TEACHER):
        return
    policy = roster.policy(request.actor, calendar.day)
    work = summary.own_work(request.actor, calendar, policy, request.now)
    address = reverse("my_plans")
    if work.returned:
        yield Card(
            _("Được trả lại để sửa"),
            f"{address}#returned",
            "undo",
            _("Xem nhận xét của tổ trưởng và nộp bản đã sửa."),
            work.returned,
            URGENT,
        )
    text, tone = _to_hand_in(work, calendar.day)
    yield Card(_("Kế hoạch bài dạy của tôi"), address, "plan", text, work.left or None, tone)


def _to_hand_in(work: OwnWork, day: date) -> tuple[str, str]:
    before = ""
    if work.before:
        before = " " + _("Các tuần trước còn %(count)d kế hoạch chưa nộp.") % {"count": work.before}
    if work.week_no is None or work.due_on is None:
        return _("Đã nộp đủ cho các tuần tới.") + before, URGENT if before else ""
    words = {"no": work.week_no, "weekday": within(work.due_on), "day": short_day(work.due_on)}
    if work.due_on < day:
        return _("Tuần %(no)d: đã quá hạn nộp %(weekday)s %(day)s.") % words + before, URGENT
    return _("Tuần %(no)d: nộp trước hết %(weekday)s %(day)s.") % words + before, NEXT


def _deciding(request: Request, day: date) -> Iterator[Card]:
    acts = acts_of(request.actor, day)
    if not any(act.startswith("planning.approve:") for act in acts):
        return
    count, first = summary.first_waiting(request.actor, request.now)
    if first is None:
        yield Card(
            _("Chờ tôi duyệt"), reverse("inbox"), "inbox", _("Không còn kế hoạch nào chờ duyệt.")
        )
        return
    words = {"title": first.title, "author": first.author.full_name}
    text = _("Gấp nhất: “%(title)s” của %(author)s.") % words
    taught = first.urgent_on is not None and first.urgent_on <= day
    yield Card(
        _("Chờ tôi duyệt"), reverse("inbox"), "inbox", text, count, URGENT if taught else NEXT
    )


def _correcting(request: Request, day: date) -> Iterator[Card]:
    """Corrections of marks that wait for the person; no card where none does."""
    if case_page.READ not in acts_of(request.actor, day):
        return
    found = Counter(case_page.waiting(request.actor).values_list("state", flat=True))
    if not found:
        return
    words = {
        State.ASKED.value: _("%(count)d chờ đồng ý"),
        State.OPEN.value: _("%(count)d đang mở ô để sửa"),
        State.MINUTED.value: _("%(count)d chờ xác nhận biên bản"),
    }
    told = [text % {"count": found[state]} for state, text in words.items() if found[state]]
    text = ", ".join(told) + "."
    total = sum(found.values())
    yield Card(_("Đề nghị sửa điểm"), reverse("corrections"), "draft", text, total, NEXT)


def _signing(request: Request, day: date) -> Iterator[Card]:
    """Papers whose turn it is to be signed by the person; no card where none waits."""
    if not {signing.OWN, signing.USE_SEAL} & acts_of(request.actor, day):
        return
    if count := sealed.waiting_for(request.actor, request.now).count():
        text = _("Văn bản đến lượt Thầy/Cô ký số; nhập mã một lần, ký nhiều văn bản.")
        yield Card(_("Chờ tôi ký"), reverse("papers_to_sign"), "approve", text, count, NEXT)


def _overseeing(actor: Actor, calendar: Calendar) -> Iterator[Card]:
    cell = summary.week_numbers(actor, calendar)
    if cell is None:
        return
    words = {
        "handed_in": cell.handed_in,
        "owed": cell.owed,
        "late": cell.late,
        "approved": cell.approved,
    }
    text = _("Đã nộp %(handed_in)d/%(owed)d, trong đó nộp muộn %(late)d; đã duyệt %(approved)d.")
    yield Card(
        _("Bảng tuần %(no)d") % {"no": calendar.in_view},
        reverse("week_board"),
        "board",
        text % words,
    )


def _checking(actor: Actor, calendar: Calendar) -> Iterator[Card]:
    """The data checks, for whoever keeps the school's records day by day."""
    if not actor.holds(Duty.IT_ADMIN):
        return
    lines = [line for line in checked(actor, calendar) if line.findings]
    count = sum(len(line.findings) for line in lines)
    if not count:
        yield Card(_("Kiểm tra dữ liệu"), reverse("data_checks"), "check", _("Dữ liệu sạch."))
        return
    text = _("Nhiều nhất: %(name)s.") % {
        "name": max(lines, key=lambda line: len(line.findings)).name
    }
    yield Card(_("Kiểm tra dữ liệu"), reverse("data_checks"), "check", text, count, NEXT)


def _rolling_over(actor: Actor, calendar: Calendar) -> Iterator[Card]:
    """The next school year, from the last four weeks of this one, for those who prepare it."""
    if "roster.prepare_year" not in acts_of(actor, calendar.day):
        return
    left = (calendar.year.ends_on - calendar.day).days
    if left >= LAST_WEEKS.days:
        return
    words = {"code": calendar.year.code, "day": short_day(calendar.year.ends_on)}
    text = _("Năm học %(code)s kết thúc ngày %(day)s. Nhập kết quả cuối năm rồi lập năm học mới.")
    if left < 0:
        text = _("Năm học %(code)s đã kết thúc ngày %(day)s. Hãy lập và mở năm học mới.")
    yield Card(_("Chuyển năm học"), reverse("rollover"), "next", text % words, tone=NEXT)


def _keeping_accounts(request: Request) -> Iterator[Card]:
    """For admins: who still has no account, and who has yet to sign for his."""
    if not request.actor.holds(Duty.IT_ADMIN):
        return
    without, new = account_lines.waiting(request.actor, request.now)
    text = _("Mọi người đều đã có tài khoản và đã ký nhận.")
    if without or new:
        words = {"without": without, "new": new}
        text = _("%(without)d người chưa có tài khoản, %(new)d người chưa ký nhận.") % words
    count = without + new
    yield Card(
        _("Tài khoản cán bộ"),
        reverse("accounts"),
        "key",
        text,
        count or None,
        NEXT if count else "",
    )
