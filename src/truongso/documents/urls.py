"""Addresses of the documents."""

from django.urls import path

from truongso.documents import views

urlpatterns = [
    path("tep/tai-len/", views.all_uploads, name="uploads"),
    path("tep/tai-len/<uuid:upload_id>", views.one_upload, name="upload"),
    path("tep/tai-len/<uuid:upload_id>/trang-thai", views.state, name="upload_state"),
    path("tep/tai-len/<uuid:upload_id>/goc", views.original, name="upload_original"),
    path("tep/tai-len/<uuid:upload_id>/xem", views.readable, name="upload_readable"),
]
