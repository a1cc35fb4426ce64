"""Addresses of the seal room."""

from django.urls import path

from truongso.seal.views import checking, mine, papers, school

urlpatterns = [
    path("xac-minh/", checking.check_signature, name="check_signature"),
    path("v/<str:public_id>/", checking.sealed_paper, name="sealed_paper"),
    path("ky-so/khoa/", mine.my_keys, name="my_keys"),
    path("ky-so/khoa/them/", mine.add_key, name="add_key"),
    path("ky-so/khoa/<uuid:key_id>/thu/", mine.try_key, name="try_key"),
    path("ky-so/khoa/<uuid:key_id>/thu-hoi/", school.revoke_key, name="revoke_key"),
    path("ky-so/truong/", school.signing_keys, name="signing_keys"),
    path("ky-so/truong/lap/", school.found_authority, name="found_authority"),
    path("ky-so/truong/goc/", school.take_root, name="take_root"),
    path("ky-so/truong/chung-thu/", school.school_certificates, name="school_certificates"),
    path("ky-so/truong/thu-hoi.crl", school.school_crl, name="school_crl"),
    path("ky-so/con-dau/lap/", school.create_school_seal, name="create_school_seal"),
    path(
        "ky-so/con-dau/<uuid:key_id>/kich-hoat/",
        school.activate_school_seal,
        name="activate_school_seal",
    ),
    path("ky-so/", papers.waiting, name="papers_to_sign"),
    path("ky-so/ky/", papers.sign_papers, name="sign_papers"),
    path("ky-so/lan-ky/<uuid:batch_id>/", papers.signing_batch, name="signing_batch"),
    path("ky-so/lan-ky/<uuid:batch_id>/tiep/", papers.resume_signing, name="resume_signing"),
    path("ky-so/van-ban/<uuid:sealed_id>/", papers.signed_paper, name="signed_paper"),
    path("ky-so/van-ban/<uuid:sealed_id>.pdf", papers.signed_file, name="signed_file"),
]
