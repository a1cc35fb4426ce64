"""The school's door: who asks, in which school, and what is answered when it is refused.

One request is one transaction of one school. A refusal rolls all of it back; what the journal must
keep of a refusal is then written in a transaction of its own.
"""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from truongso.access import queries
from truongso.access.models import Account
from truongso.access.sessions import SessionStore, school_in
from truongso.access.views.proving import proof_first
from truongso.audit import journal
from truongso.foundation import clock
from truongso.foundation.actor import Actor
from truongso.foundation.answers import answer_error
from truongso.foundation.errors import NotAllowed, UserError
from truongso.foundation.http import Request, client_ip, is_part, wants_data
from truongso.foundation.tenancy import acting_in
from truongso.rules.verdict import Violation

Answer = Callable[[HttpRequest], HttpResponse]
DATABASE_LOST = (OperationalError, InterfaceError)
READING = ("GET", "HEAD", "OPTIONS")
BEGINNING = ("sign_in", "second_step", "passkey_question", "passkey_answer")
OF_NO_SCHOOL = ("/xac-minh/", "/v/")
SINGLE_SIGN_ON = ("single_sign_on", "single_sign_on_return")


class SchoolDoor:
    """Middleware: request → school, session, actor; errors → answers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside one transaction of the school the cookie names."""
        asked = cast("Request", request)
        asked.now = clock.now()
        asked.afterwards = []
        asked.must_enrol = False
        key = request.COOKIES.get(settings.SESSION_COOKIE, "")
        school_id = school_in(key)
        session = SessionStore(key or None, now=asked.now)
        asked.session = session
        if school_id is None or _begins_session(asked) or _is_of_no_school(asked):
            return self._in_words(asked, self.get_response(asked))
        lost: UserError = _Busy()
        try:
            with acting_in(school_id):
                self._recognise(asked, session)
                response = self._in_words(asked, self.get_response(asked))
                if response.status_code >= HTTPStatus.BAD_REQUEST:
                    transaction.set_rollback(True)
                elif asked.method not in READING:
                    lost = _Unsure()
        except DATABASE_LOST:
            return self._refusal(asked, lost)
        self._keep_refusal(asked)
        for keep in asked.afterwards:
            keep()
        return response

    def _recognise(self, request: Request, session: SessionStore) -> None:
        row = session.found()
        if row is None:
            return
        account: Account = row.account
        session.mark_seen()
        request.user = account
        request.must_enrol = row.must_enrol
        request.actor = Actor(
            school_id=account.school_id,
            name=account.staff.full_name,
            staff_id=account.staff_id,
            account_id=account.id,
            duties=queries.duties_beside(row),
            ip=client_ip(request, settings.PROXIES),
            request_id=secrets.token_hex(8),
        )

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Ask for a sign-in before anything that is not declared public."""
        request.keeps_refusals = getattr(view, "keeps_refusals", False)  # type: ignore[attr-defined]
        if getattr(view, "public", False) or hasattr(request, "actor"):
            return self._first_things(request, view)
        if request.method == "GET" and not is_part(request) and not wants_data(request):
            back = urlencode({"tiep": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('sign_in')}?{back}")
        return self._refusal(request, _SignInFirst())

    def _first_things(self, request: HttpRequest, view: Any) -> HttpResponse | None:
        """What comes before an act: an own password, signing for the account, a required second
        factor, a fresh proof.
        """
        if getattr(view, "public", False):
            return None
        asked = cast("Request", request)
        user = getattr(request, "user", None)
        if getattr(user, "must_change_password", False):
            own = getattr(view, "before_own_password", False)
            return None if own else HttpResponseRedirect(reverse("password"))
        if getattr(user, "must_confirm", False):
            first = getattr(view, "before_confirming", False)
            return None if first else HttpResponseRedirect(reverse("confirm_account"))
        opens = ("before_enrolment", "before_own_password")
        if asked.must_enrol and not any(getattr(view, name, False) for name in opens):
            return HttpResponseRedirect(reverse("factors"))
        return proof_first(asked, view)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what was refused; leave what is a bug to the server's own error page."""
        if isinstance(error, UserError):
            return self._refusal(request, error)
        if isinstance(error, DATABASE_LOST):
            return self._refusal(request, _Busy())
        return None

    def _in_words(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Give a sentence to a view's bare "not by this method"; leave every other answer."""
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        said = self._refusal(request, _NotThisWay())
        said["Allow"] = response.headers.get("Allow", "")
        return said

    def _refusal(self, request: HttpRequest, error: UserError) -> HttpResponse:
        request.refused = error  # type: ignore[attr-defined]
        return answer_error(request, error)

    def _keep_refusal(self, request: Request) -> None:
        shown: UserError | None = getattr(request, "shown_refusal", None)
        error: UserError | None = getattr(request, "refused", shown)
        actor: Actor | None = getattr(request, "actor", None)
        if error is None or actor is None:
            return
        if not (error.journalled or getattr(request, "keeps_refusals", False)):
            return
        deed = journal.Deed(
            "access.refused",
            f"url:{request.path[:70]}",
            facts={"method": request.method, "codes": [v.code for v in error.violations]},
        )
        try:
            with acting_in(actor.school_id):
                journal.record(actor, None, deed, at=request.now)
        except DatabaseError:
            raise RuntimeError("a refusal could not be written to the journal") from None


def _begins_session(request: HttpRequest) -> bool:
    """A sign-in keeps its own transactions: a refused one must stay written down."""
    begins = request.method == "POST" and request.path_info in map(reverse, BEGINNING)
    return begins or request.path_info in map(reverse, SINGLE_SIGN_ON)


def _is_of_no_school(request: HttpRequest) -> bool:
    """Pages for everybody, about papers of any school: whoever asks is nobody in particular."""
    return request.path_info.startswith(OF_NO_SCHOOL)


class _SignInFirst(NotAllowed):
    status = HTTPStatus.UNAUTHORIZED
    journalled = False

    def __init__(self) -> None:
        super().__init__(Violation("core.sign_in"))


class _NotThisWay(UserError):
    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self) -> None:
        super().__init__(Violation("core.method"))


class _Busy(UserError):
    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(Violation("core.busy"))


class _Unsure(UserError):
    """The database was lost while it was told to keep the act: nobody knows whether it did."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(Violation("core.unsure"))
