"""Vietnamese first; English for whoever chose it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = dict(settings.LANGUAGES)


class ChosenLanguage:
    """Speak the language of the cookie; never guess from the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in LANGUAGES else "vi"):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "vi" if chosen not in LANGUAGES else chosen)
        return response
