"""Headers that every answer carries, errors included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SELF_ONLY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


class SafeHeaders:
    """Content policy without inline script, and no caching of anything a person sees signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers set where the view has not set its own."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", SELF_ONLY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        response.headers.setdefault("X-Robots-Tag", "noindex")
        if not request.path.startswith("/tinh/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
