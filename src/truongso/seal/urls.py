"""Addresses of the seal room."""

from django.urls import path

from truongso.seal.views import papers

urlpatterns = [
    path("ky-so/", papers.waiting, name="papers_to_sign"),
    path("ky-so/ky/", papers.sign_papers, name="sign_papers"),
    path("ky-so/lan-ky/<uuid:batch_id>/", papers.signing_batch, name="signing_batch"),
    path("ky-so/lan-ky/<uuid:batch_id>/tiep/", papers.resume_signing, name="resume_signing"),
    path("ky-so/van-ban/<uuid:sealed_id>/", papers.signed_paper, name="signed_paper"),
    path("ky-so/van-ban/<uuid:sealed_id>.pdf", papers.signed_file, name="signed_file"),
]
