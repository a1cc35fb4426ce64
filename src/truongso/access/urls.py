"""Addresses of the access room."""

from django.urls import path

from truongso.access.views import (
    accounts,
    delegations,
    factors,
    proving,
    resets,
    rights,
    second_step,
    single_sign_on,
)

urlpatterns = [
    path("dang-nhap/", accounts.sign_in, name="sign_in"),
    path("dang-nhap/buoc-hai/", second_step.second_step, name="second_step"),
    path("dang-nhap/khoa/", second_step.passkey_question, name="passkey_question"),
    path("dang-nhap/khoa/vao/", second_step.passkey_answer, name="passkey_answer"),
    path("dang-nhap/mot-lan/", single_sign_on.single_sign_on, name="single_sign_on"),
    path(
        "dang-nhap/mot-lan/ve/",
        single_sign_on.single_sign_on_return,
        name="single_sign_on_return",
    ),
    path("xac-nhan/", proving.prove, name="prove"),
    path("xac-nhan/khoa/", proving.proof_question, name="proof_question"),
    path("dang-xuat/", accounts.sign_out, name="sign_out"),
    path("phien/", accounts.session_state, name="session_state"),
    path("ngon-ngu/", accounts.language, name="language"),
    path("tai-khoan/", accounts.account, name="account"),
    path("tai-khoan/mat-khau/", accounts.password, name="password"),
    path("tai-khoan/thiet-bi/", accounts.devices, name="devices"),
    path("tai-khoan/thiet-bi/dang-xuat/", accounts.end_sessions, name="end_sessions"),
    path("tai-khoan/xac-thuc/", factors.factors, name="factors"),
    path("tai-khoan/xac-thuc/ung-dung/", factors.app, name="app"),
    path("tai-khoan/xac-thuc/ung-dung/moi/", factors.start_app, name="start_app"),
    path("tai-khoan/xac-thuc/ung-dung/xac-nhan/", factors.confirm_app, name="confirm_app"),
    path("tai-khoan/xac-thuc/khoa/", factors.passkey_options, name="passkey_options"),
    path("tai-khoan/xac-thuc/khoa/them/", factors.add_passkey, name="add_passkey"),
    path("tai-khoan/xac-thuc/ma-du-phong/", factors.new_recovery_codes, name="new_recovery_codes"),
    path("tai-khoan/xac-thuc/<uuid:factor_id>/bo/", factors.remove_factor, name="remove_factor"),
    path("xac-thuc/", resets.strong_sign_in, name="strong_sign_in"),
    path("xac-thuc/<uuid:account_id>/dat-lai/", resets.reset_factor, name="reset_factor"),
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/giao/", delegations.give, name="give_delegation"),
    path("uy-quyen/<uuid:delegation_id>/thu-hoi/", delegations.revoke, name="revoke_delegation"),
    path("nhom-truong/", delegations.group_leaders, name="group_leaders"),
    path("nhom-truong/<uuid:group_id>/", delegations.name_leader, name="name_group_leader"),
    path("phan-quyen/", rights.rights, name="rights"),
]
