"""Addresses of the porch."""

from django.urls import path

from truongso.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("so-diem/ngoai-tuyen.js", views.offline_worker, name="offline_worker"),
    path("suc-khoe", views.health, name="health"),
]
