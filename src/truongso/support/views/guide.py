"""The user guide: open to everybody, signed in or not."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from truongso.foundation.errors import Missing
from truongso.foundation.http import Request, page, public
from truongso.support import guide as texts

FIRST = "README"


@public
@require_GET
def guide(request: Request, name: str = FIRST) -> HttpResponse:
    """A page of the user guide."""
    if name not in texts.names():
        raise Missing
    shown = texts.page(name, to_page=address_of, to_picture=_picture)
    return page(request, "support/guide.html", {"shown": shown, "first": name == FIRST})


@public
@require_GET
def guide_picture(_request: Request, name: str) -> HttpResponse:
    """A picture of the user guide."""
    if name not in texts.picture_names():
        raise Missing
    picture = texts.folder().joinpath("pictures", name).read_bytes()
    response = HttpResponse(picture, content_type="image/webp")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def address_of(name: str) -> str:
    """Return the address of a page of the guide."""
    return reverse("guide") if name == FIRST else reverse("guide_page", args=[name])


def _picture(name: str) -> str:
    return reverse("guide_picture", args=[name])
