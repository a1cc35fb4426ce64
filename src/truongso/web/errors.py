"""Answers outside the rooms: wrong addresses, expired forms, bugs. No statement, no detail.

What a person may know of a bug is that it happened and that nothing was changed; the rest is in
the log.
"""

from http import HTTPStatus
from urllib.parse import urlencode

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from truongso.foundation.answers import answer_error
from truongso.foundation.errors import (
    BadRequest,
    Missing,
    NotAllowed,
    UserError,
    as_plain,
    sentence,
)
from truongso.foundation.http import data, is_part, wants_data
from truongso.rules.verdict import Violation
from truongso.web import assets


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request is not one this server can read, or was sent to another name than ours."""
    wrong_host = isinstance(exception, DisallowedHost)
    detail = gettext("tên máy chủ") if wrong_host else gettext("nội dung gửi lên")
    return _refuse(request, BadRequest(Violation("core.bad_request", "", {"detail": detail})))


def forbidden(request: HttpRequest, **_: object) -> HttpResponse:
    """Django itself forbids it."""
    error = NotAllowed(Violation("authority.no_duty"))
    error.journalled = False
    return _refuse(request, error)


def not_found(request: HttpRequest, **_: object) -> HttpResponse:
    """No route has this address."""
    return _refuse(request, Missing())


def form_expired(request: HttpRequest, **_: object) -> HttpResponse:
    """The form comes from an older sign-in or from another site; scripts may send it again."""
    error = UserError(Violation("core.form_expired"))
    error.status = HTTPStatus.FORBIDDEN
    response = _refuse(request, error)
    response["X-Form-Expired"] = "1"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """A bug. Made without template and database, for either may be what failed."""
    error = UserError(Violation("core.failed"))
    error.status = HTTPStatus.INTERNAL_SERVER_ERROR
    if wants_data(request):
        return data(as_plain(error), status=error.status)
    text = sentence(error.violations[0])
    if is_part(request):
        response = HttpResponse(format_html(PART, text), status=error.status)
        response["HX-Retarget"], response["HX-Reswap"] = "#problems", "innerHTML"
        return response
    title = gettext("Hệ thống gặp lỗi")
    html = format_html(
        PAGE,
        language=get_language() or "vi",
        title=title,
        tags=assets.tags("app.ts"),
        text=text,
        home=gettext("Về trang chủ"),
        ask=f"{reverse('ask_for_help')}?{urlencode({'trang': request.path, 'loi': 'core.failed'})}",
        help=gettext("Trợ giúp: gửi quản trị viên của trường"),
    )
    return HttpResponse(html, status=error.status)


def _refuse(request: HttpRequest, error: UserError) -> HttpResponse:
    request.refused = error  # type: ignore[attr-defined]
    return answer_error(request, error)


PART = '<div class="notice notice--overdue"><div>{}</div></div>'

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Trường Số</title>
<link rel="icon" href="/tinh/favicon.svg">
{tags}
</head>
<body class="porch">
<main class="porch__sheet" data-refused>
<p class="letterhead"><span class="letterhead__school">Trường Số</span></p>
<h1>{title}</h1>
<p>{text}</p>
<p><a href="/">{home}</a></p>
<p><a href="{ask}">{help}</a></p>
</main>
</body>
</html>
"""
