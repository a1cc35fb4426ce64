"""Error pages outside the rooms."""

from django.http import HttpRequest, HttpResponse


def bad_request(_request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=400)


def forbidden(_request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=403)


def not_found(_request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=404)


def failed(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)


def form_expired(_request: HttpRequest, **_: object) -> HttpResponse:
    return HttpResponse(status=403)
