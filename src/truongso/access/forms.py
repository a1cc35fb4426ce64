"""The shapes of what the doors of this room accept."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from truongso.access import passkeys
from truongso.access.actions.accounts import NewPassword
from truongso.access.actions.delegations import Lending
from truongso.access.actions.giving import GivingAsked
from truongso.access.actions.proving import Proof
from truongso.access.devices import device_in
from truongso.access.opening import Came
from truongso.access.passkeys import Made
from truongso.access.queries.proposals import Proposal
from truongso.access.sign_in import Attempt
from truongso.access.totp import DIGITS
from truongso.foundation.asked import Asked, as_uuid
from truongso.foundation.days import day_begins, day_ends, local_day
from truongso.foundation.errors import BadRequest, RuleBroken
from truongso.foundation.http import asked_json, client_ip
from truongso.rules.authority import Duty
from truongso.rules.verdict import Violation

MOST_ACTS = 50


def attempt_in(request: HttpRequest) -> Attempt:
    """Return the sign-in a request asks for, from a form or from JSON. Raises BadRequest."""
    fields: Any = request.POST
    if request.content_type == "application/json":
        fields = asked_json(request)
    came = came_in(request)
    return Attempt(
        username=_text(fields.get("username", "")),
        password=_text(fields.get("password", "")),
        code=_text(fields.get("code", ""))[:60],
        ip=came.ip,
        agent=came.agent,
        device=came.device,
        old_key=came.old_key,
    )


def came_in(request: HttpRequest) -> Came:
    """Return from where a request comes."""
    return Came(
        ip=client_ip(request, settings.PROXIES),
        agent=request.headers.get("User-Agent", ""),
        device=device_in(request.COOKIES.get(settings.DEVICE_COOKIE, "")),
        old_key=request.COOKIES.get(settings.SESSION_COOKIE, ""),
    )


def passkey_in(request: HttpRequest, field: str = "passkey") -> dict[str, Any]:
    """Return what a browser's passkey has answered. Raises RuleBroken."""
    try:
        answer = json.loads(str(request.POST.get(field, "")))
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise RuleBroken(Violation("sign_in.passkey_refused"))
    return answer


def made_passkey_in(request: HttpRequest, facts: dict[str, Any] | None, session: str) -> Made:
    """Return the passkey that a browser has made, for the question asked of this session.

    `facts`: what the ticket of the question says, None when it is over. Raises RuleBroken.
    """
    if facts is None or facts["session"] != session:
        raise RuleBroken(Violation("factor.passkey_failed", "passkey"))
    try:
        return passkeys.made(facts["state"], passkey_in(request))
    except (passkeys.Refused, RuleBroken):
        raise RuleBroken(Violation("factor.passkey_failed", "passkey")) from None


def proof_in(request: HttpRequest) -> Proof | None:
    """Return the proof that came along with a request; None when there is none."""
    if request.POST.get("passkey_proof"):
        ticket = request.COOKIES.get(settings.CHALLENGE_COOKIE, "")
        return Proof(passkey=passkey_in(request, "passkey_proof"), ticket=ticket)
    typed = str(request.POST.get("proof", ""))
    squeezed = typed.replace(" ", "")
    if squeezed.isascii() and squeezed.isdigit() and len(squeezed) == DIGITS:
        return Proof(code=squeezed)
    return Proof(password=typed) if typed else None


def new_password_in(request: HttpRequest) -> NewPassword:
    """Return the change of password a form asks for; passwords are never trimmed or cleaned."""
    return NewPassword(*(request.POST.get(name, "") for name in ("current", "new", "repeated")))


def language_in(request: HttpRequest) -> str:
    """Return the language a form asks for. Raises RuleBroken."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        params = {"name": "Ngôn ngữ", "text": language[:10]}
        raise RuleBroken(Violation("core.unknown_choice", "language", params))
    return language


def proposals_in(
    request: HttpRequest, known: Sequence[Proposal], now: datetime
) -> list[GivingAsked]:
    """Return the proposed duties that were ticked; what is not proposed (any more) is left out."""
    ticked = set(request.POST.getlist("proposal"))
    return [
        GivingAsked(
            staff_id=one.staff.id,
            duty=one.duty,
            over_id=one.department,
            since=now,
            reason=f"Theo danh sách cán bộ: {one.post}" if one.post else "Theo phân công giảng dạy",
        )
        for one in known
        if one.ready and one.key in ticked
    ]


def lending_in(request: HttpRequest, now: datetime) -> Lending:
    """Return the delegation a form asks for. Raises RuleBroken.

    The days are the school's, both ends included: it begins with the first (at once when that is
    today) and is over when the last has passed.
    """
    asked = Asked(request.POST)
    duty_id = asked.identity("duty", _("nhiệm vụ"))
    receiver_id = asked.identity("receiver", _("người nhận ủy quyền"))
    first = asked.day("since", _("Từ ngày"))
    last = asked.day("until", _("Đến hết ngày"))
    note = asked.line("note", _("số văn bản, lí do"), required=False)
    asked.done()
    return Lending(
        giver_duty_id=duty_id,
        receiver_id=receiver_id,
        acts=tuple(request.POST.getlist("acts"))[:MOST_ACTS],
        since=max(day_begins(first), now),
        until=day_ends(last),
        note=note,
    )


def giving_in(request: HttpRequest, now: datetime) -> GivingAsked:
    """Return the duty a form asks to give. Raises RuleBroken.

    The days are the school's, both ends included; today means from this moment on.
    """
    asked = Asked(request.POST)
    staff_id = asked.identity("staff", _("người nhận nhiệm vụ"))
    known = {duty.value: duty.value for duty in Duty if duty is not Duty.SYSTEM}
    duty = asked.choice("duty", _("nhiệm vụ"), known)
    over = as_uuid(request.POST.get("over")) if request.POST.get("over") else None
    first = asked.day("since", _("Từ ngày"))
    last = asked.day("until", _("Đến hết ngày")) if request.POST.get("until") else None
    reason = asked.line("reason", _("số quyết định, lí do"), required=False)
    replace = asked.flag("replace")
    asked.done()
    return GivingAsked(
        staff_id=staff_id,
        duty=Duty(duty),
        over_id=over,
        since=now if first == local_day(now) else day_begins(first),
        until=day_ends(last) if last else None,
        reason=reason,
        replace=replace,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadRequest(Violation("core.bad_request", "", {"detail": "JSON"}))
    return value
