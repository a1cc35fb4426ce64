"""Pages of accounts: everybody's, one person's, opening, slips, suspending, withdrawing."""

from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truongso.access import gate
from truongso.documents import press
from truongso.documents.kinds.account_handover.facts import RULES
from truongso.documents.kinds.password_slip import facts as slips
from truongso.foundation.asked import Asked
from truongso.foundation.days import local
from truongso.foundation.errors import NotAllowed, RuleBroken
from truongso.foundation.http import Request, keeps_refusals, page
from truongso.foundation.telling import tell
from truongso.foundation.text import clean_line
from truongso.office import account_lines as lines
from truongso.office.actions import closing, opening
from truongso.office.words import REASONS
from truongso.roster import queries as roster
from truongso.rules.authority import Right, Whose
from truongso.rules.verdict import Violation

SEE = "access.see_accounts"
PDF = "application/pdf"
MOST_AT_ONCE = 80


@require_GET
def accounts(request: Request) -> HttpResponse:
    """Everybody of the school with his account; whom to give one, whose slip to print."""
    may_see(request)
    search = clean_line(request.GET.get("tim", ""))[:60]
    state = request.GET.get("trang-thai", "")
    state = state if state in lines.STATES else ""
    found = lines.listed(request.actor, request.now, search=search, state=state)
    context = {
        "lines": found.lines,
        "counts": found.counts,
        "states": [(code, _(name)) for code, name in lines.STATES.items()],
        "names": lines.STATES,
        "search": search,
        "state": state,
        "without": lines.without_account(request.actor, request.now),
        "not_taken": lines.not_taken(request.actor, request.now),
        "without_slip": lines.without_slip(request.actor, request.now),
    }
    return page(request, "office/accounts.html", context)


@require_GET
def account_of_person(request: Request, staff_id: UUID) -> HttpResponse:
    """One person's account: state, duties, minutes, and what may be done with it."""
    roster.person(request.actor, staff_id)
    may_see(request)
    found = lines.one_person(request.actor, staff_id, request.now)
    context = {
        "found": found,
        "papers": [(paper, _(name)) for paper, name in lines.names(found.papers)],
        "state": _(lines.STATES[found.state]),
        "reasons": [(code, _(text)) for code, text in REASONS.items()],
    }
    return page(request, "office/account_of_person.html", context)


@keeps_refusals
@require_POST
def open_accounts(request: Request) -> HttpResponse:
    """Open accounts for those who were ticked, or for everybody who has none."""
    asked = Asked(request.POST)
    staff_ids = asked.identities("staff")
    if asked.flag("all"):
        may_see(request)
        staff_ids = tuple(lines.without_account(request.actor, request.now))
    opened = opening.open_accounts(actor=request.actor, staff_ids=staff_ids, now=request.now)
    text = _("Đã lập %(count)s tài khoản. Bước tiếp theo: in phiếu mật khẩu.")
    onward = HttpResponseRedirect(reverse("accounts") + "?trang-thai=new")
    if len(opened) == 1:
        onward = HttpResponseRedirect(reverse("account_of_person", args=[opened[0].staff_id]))
    return tell(request, onward, text % {"count": len(opened)})


@keeps_refusals
@require_POST
def print_slips(request: Request) -> HttpResponse:
    """Make one-time passwords and answer with their sealed slips: the only time they are shown."""
    asked = Asked(request.POST)
    account_ids = asked.identities("account")
    if asked.flag("all"):
        may_see(request)
        account_ids = tuple(lines.without_slip(request.actor, request.now))
    made = opening.issue_slips(
        actor=request.actor, account_ids=account_ids[:MOST_AT_ONCE], now=request.now
    )
    org = roster.school_org(request.actor)
    facts = slips.facts(org, made, settings.PUBLIC_URL, at=request.now)
    name = f"phieu-mat-khau-{made[0].username}" if len(made) == 1 else "phieu-mat-khau"
    return as_pdf(press.render(slips.KIND, facts), name, attachment=True)


@keeps_refusals
@require_POST
def mail_slip(request: Request, account_id: UUID) -> HttpResponse:
    """Make a one-time password and send it to its owner's own address; nobody here reads it."""
    [slip] = opening.issue_slips(
        actor=request.actor, account_ids=[account_id], by_mail=True, now=request.now
    )
    try:
        _slip_letter(slip).send()
    except (SMTPException, OSError):
        raise RuleBroken(Violation("account.mail_failed")) from None
    text = _("Đã gửi mật khẩu dùng một lần tới %(address)s.") % {"address": slip.email}
    return tell(request, HttpResponseRedirect(reverse("accounts")), text)


@keeps_refusals
@require_POST
def suspend(request: Request, account_id: UUID) -> HttpResponse:
    """Suspend an account."""
    asked = Asked(request.POST)
    reason = asked.line("reason", _("lí do"))
    asked.done()
    row = closing.suspend_account(
        actor=request.actor, account_id=account_id, reason=reason, now=request.now
    )
    return _done(request, row.staff_id, _("Đã tạm khóa; các phiên đăng nhập đã kết thúc."))


@keeps_refusals
@require_POST
def lift(request: Request, account_id: UUID) -> HttpResponse:
    """Let a suspended account be used again."""
    row = closing.lift_suspension(actor=request.actor, account_id=account_id, now=request.now)
    return _done(request, row.staff_id, _("Đã mở khóa tài khoản."))


@keeps_refusals
@require_POST
def withdraw(request: Request, account_id: UUID) -> HttpResponse:
    """Withdraw an account for good."""
    asked = Asked(request.POST)
    reason = asked.choice("reason", _("Lí do thu hồi"), REASONS)
    note = asked.line("note", _("ghi chú"), required=False)
    asked.done()
    paper = closing.withdraw_account(
        actor=request.actor,
        account_id=account_id,
        asked=closing.Withdrawal(reason, note),
        now=request.now,
    )
    text = _("Đã thu hồi tài khoản và lập biên bản số %(number)s.") % {"number": paper.number}
    return _done(request, paper.about_id or account_id, text)


def may_see(request: Request) -> None:
    """Let only those in who may see everybody's accounts. Raises NotAllowed."""
    right = gate.may(request.actor, SEE, Whose(), at=request.now)
    if not isinstance(right, Right):
        raise NotAllowed(right)


def as_pdf(content: bytes, name: str, *, attachment: bool = False) -> HttpResponse:
    """Answer with a PDF, shown in the browser or as a file; it is kept nowhere on the way."""
    response = HttpResponse(content, content_type=PDF)
    how = "attachment" if attachment else "inline"
    response["Content-Disposition"] = f'{how}; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _slip_letter(slip: slips.Slip) -> EmailMessage:
    """The letter with a one-time password, in Vietnamese as the slip is."""
    body = [
        f"Kính gửi Thầy/Cô {slip.name},",
        f"Tên đăng nhập: {slip.username}\nMật khẩu dùng một lần: {slip.password}\n"
        f"Địa chỉ truy cập: {settings.PUBLIC_URL}\n"
        f"Hạn dùng: {local(slip.expires_at):%H:%M, %d/%m/%Y}",
        "\n".join(f"{no}. {step}" for no, step in enumerate(slips.STEPS[:3], start=1)),
        "\n".join(f"- {rule}" for rule in RULES[:2]),
    ]
    subject = "Trường Số: mật khẩu dùng một lần"
    return EmailMessage(subject, "\n\n".join(body) + "\n", to=[slip.email])


def _done(request: Request, staff_id: UUID, text: str) -> HttpResponse:
    return tell(request, HttpResponseRedirect(reverse("account_of_person", args=[staff_id])), text)
