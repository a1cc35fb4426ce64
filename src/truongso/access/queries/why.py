"""Why somebody may or may not do something: the duty, delegation or rule that decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from truongso.access.models import Account
from truongso.access.queries import duties_of
from truongso.access.words import duty_in_words, duty_name, reach_name
from truongso.foundation.actor import Actor
from truongso.foundation.days import local_day
from truongso.foundation.errors import sentence
from truongso.foundation.tenancy import InSchool
from truongso.roster import queries as roster
from truongso.roster.models import Department, SubjectGroup
from truongso.rules.authority import Duty, Grant, Held, Right, Whose, decide
from truongso.rules.grants import act_names, grants_on
from truongso.rules.verdict import Violation

NOT_ASKED = ("system.",)
WHOSE = {
    "own": gettext_noop("của chính mình"),
    "colleague": gettext_noop("của đồng nghiệp cùng tổ"),
    "other": gettext_noop("của giáo viên tổ khác"),
    "head": gettext_noop("của tổ trưởng"),
    "school": gettext_noop("của nhà trường"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Who, which act, with whose thing: one of `WHOSE`."""

    staff_id: UUID
    act: str
    whose: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no, in a sentence, with what decided it and who may do it instead."""

    name: str
    act: str
    whose: str
    yes: bool
    text: str
    others: list[str]


def acts(now: datetime) -> list[tuple[str, str]]:
    """Return every act that can be asked about, by its name."""
    names = act_names(local_day(now))
    known = [(code, name) for code, name in names.items() if not code.startswith(NOT_ASKED)]
    used = {grant.act for grant in grants_on(local_day(now))}
    return sorted(((code, name) for code, name in known if code in used), key=lambda one: one[1])


def answer(owner: Actor, asked: Question, now: datetime) -> Answer:
    """Return why the person may or may not. Raises Missing (no such person)."""
    day = local_day(now)
    person = roster.person(owner, asked.staff_id)
    held = duties_of(owner, person.id, now)
    whose = _whose(asked.whose, person.id, person.department_id, person.group_id)
    lines = [grant for grant in grants_on(day) if grant.act == asked.act]
    found = decide(person.id, held, asked.act, whose, lines)
    blocked = _account_says(owner, person.id)
    yes = isinstance(found, Right) and not blocked
    return Answer(
        name=person.full_name,
        act=act_names(day).get(asked.act, asked.act),
        whose=_(WHOSE[asked.whose]),
        yes=yes,
        text=blocked or _said(owner, found, held, lines),
        others=[] if yes else [_line(grant) for grant in dict.fromkeys(lines)],
    )


def _whose(code: str, person: UUID, department: UUID | None, group: UUID | None) -> Whose:
    elsewhere = UUID(int=0)
    match code:
        case "own":
            return Whose(person, department, group)
        case "colleague":
            return Whose(UUID(int=1), department, group)
        case "head":
            return Whose(UUID(int=1), elsewhere, author_is_head=True)
        case "other":
            return Whose(UUID(int=1), elsewhere)
    return Whose()


def _account_says(owner: InSchool, staff_id: UUID) -> str:
    """What of the account stands in the way; "" when nothing does."""
    rows = Account.objects.filter(school_id=owner.school_id, staff_id=staff_id)
    account = rows.order_by("-created_at").first()
    if account is None:
        return _("Chưa có tài khoản nên không đăng nhập được.")
    if account.withdrawn_at is not None:
        return _("Tài khoản đã thu hồi nên không đăng nhập được.")
    if not account.is_active:
        return _("Tài khoản đang tạm khóa nên không đăng nhập được.")
    if account.must_confirm or account.must_change_password:
        return _("Chưa ký nhận tài khoản: phải đặt mật khẩu riêng và ký nhận trước.")
    return ""


def _said(
    owner: InSchool, found: Right | Violation, held: Iterable[Held], lines: list[Grant]
) -> str:
    if isinstance(found, Right):
        words = {
            "duty": duty_in_words(found.held),
            "over": _over(owner, found.held),
            "reach": reach_name(found.grant.reach),
        }
        if found.held.loan is not None:
            return (
                _("Được, do ủy quyền còn hiệu lực: %(duty)s%(over)s, với hồ sơ %(reach)s.") % words
            )
        return _("Được, theo nhiệm vụ %(duty)s%(over)s, với hồ sơ %(reach)s.") % words
    if found.code != "authority.no_duty":
        return sentence(found)
    own = list(dict.fromkeys(one.duty for one in held if one.loan is None))
    if not own:
        return _("Không, vì hiện không giữ nhiệm vụ nào.")
    reaching = [grant for grant in lines if grant.duty in own]
    words = {"duties": ", ".join(duty_name(duty) for duty in own)}
    if reaching:
        words["reach"] = ", ".join(dict.fromkeys(reach_name(one.reach) for one in reaching))
        text = _("Không: nhiệm vụ đang giữ (%(duties)s) chỉ cho làm với hồ sơ %(reach)s.")
        return text % words
    return _("Không: nhiệm vụ đang giữ (%(duties)s) không có quyền này.") % words


def _over(owner: InSchool, held: Held) -> str:
    if held.over is None:
        return ""
    models: Mapping[Duty, type[Department] | type[SubjectGroup]] = {Duty.GROUP_LEADER: SubjectGroup}
    model = models.get(held.duty, Department)
    row = model.objects.of(owner).filter(pk=held.over).first()
    return f" ({row.name})" if row else ""


def _line(grant: Grant) -> str:
    return f"{duty_name(grant.duty)}: {reach_name(grant.reach)}"
