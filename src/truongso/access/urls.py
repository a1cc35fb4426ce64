"""Addresses of the access room."""

from django.urls import path

from truongso.access.views import accounts, delegations, duties, rights

urlpatterns = [
    path("dang-nhap/", accounts.sign_in, name="sign_in"),
    path("dang-xuat/", accounts.sign_out, name="sign_out"),
    path("phien/", accounts.session_state, name="session_state"),
    path("ngon-ngu/", accounts.language, name="language"),
    path("tai-khoan/", accounts.account, name="account"),
    path("tai-khoan/mat-khau/", accounts.password, name="password"),
    path("tai-khoan/thiet-bi/", accounts.devices, name="devices"),
    path("tai-khoan/thiet-bi/dang-xuat/", accounts.end_sessions, name="end_sessions"),
    path("uy-quyen/", delegations.delegations, name="delegations"),
    path("uy-quyen/giao/", delegations.give, name="give_delegation"),
    path("uy-quyen/<uuid:delegation_id>/thu-hoi/", delegations.revoke, name="revoke_delegation"),
    path("nhom-truong/", delegations.group_leaders, name="group_leaders"),
    path("nhom-truong/<uuid:group_id>/", delegations.name_leader, name="name_group_leader"),
    path("phan-quyen/", rights.rights, name="rights"),
    path("phan-quyen/xac-nhan/", rights.confirm, name="confirm_rights"),
    path("vi-sao/", rights.why, name="why"),
    path("nhiem-vu/", duties.duties, name="duties"),
    path("nhiem-vu/giao/", duties.give, name="give_duty"),
    path("nhiem-vu/khan-cap/", duties.emergency, name="name_emergency_admin"),
    path("nhiem-vu/<uuid:duty_id>/ket-thuc/", duties.end, name="end_duty"),
]
