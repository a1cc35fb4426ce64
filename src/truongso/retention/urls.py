"""Addresses of the retention room."""

from django.urls import path

from truongso.retention.views import proposals

urlpatterns = [
    path("luu-giu/", proposals.schedule, name="retention_schedule"),
    path("de-xuat-xoa/", proposals.proposals, name="removal_proposals"),
    path("de-xuat-xoa/<uuid:proposal_id>/", proposals.proposal, name="removal_proposal"),
    path("de-xuat-xoa/<uuid:proposal_id>/duyet/", proposals.approve, name="approve_removal"),
    path("de-xuat-xoa/<uuid:proposal_id>/giu/", proposals.keep, name="keep_instead"),
    path("de-xuat-xoa/<uuid:proposal_id>/hoan-tac/", proposals.think_again, name="undo_removal"),
]
