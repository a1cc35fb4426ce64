"""Addresses of the seal room."""

from django.urls import path

from truongso.seal.views import checking

urlpatterns = [
    path("xac-minh/", checking.check_signature, name="check_signature"),
    path("v/<str:public_id>/", checking.sealed_paper, name="sealed_paper"),
]
