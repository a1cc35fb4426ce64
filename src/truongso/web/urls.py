"""Addresses of the porch."""

from django.urls import path

from truongso.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("suc-khoe", views.health, name="health"),
]
