"""Mounts each room's addresses."""

from django.urls import URLPattern, URLResolver, include, path

from truongso.web import errors

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("truongso.web.urls")),
    path("", include("truongso.access.urls")),
    path("", include("truongso.audit.urls")),
    path("", include("truongso.documents.urls")),
    path("", include("truongso.notices.urls")),
    path("", include("truongso.office.urls")),
    path("", include("truongso.planning.urls")),
    path("", include("truongso.retention.urls")),
    path("", include("truongso.seal.urls")),
    path("", include("truongso.support.urls")),
    path("", include("truongso.records.urls")),
    path("", include("truongso.gradebook.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
