"""Addresses of the journal."""

from django.urls import path

from truongso.audit import views

urlpatterns = [
    path("nhat-ky/", views.journal, name="journal"),
    path("nhat-ky/in/", views.print_out, name="print_journal"),
    path("nhat-ky/xuat/", views.export, name="export_journal"),
]
