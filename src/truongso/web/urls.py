"""Addresses of the porch."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
