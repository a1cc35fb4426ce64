"""Addresses of the notices."""

from django.urls import path

from truongso.notices import views

urlpatterns = [
    path("thong-bao/", views.notices, name="notices"),
    path("thong-bao/da-doc/", views.read_all, name="read_all_notices"),
    path("thong-bao/<uuid:notice_id>/", views.read, name="read_notice"),
    path("thong-bao/lich/", views.make_feed, name="make_feed"),
    path("thong-bao/lich/dung/", views.end_feed, name="end_feed"),
]
