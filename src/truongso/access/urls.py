"""Addresses of the access room."""

from django.urls import path

from truongso.access import views

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("phien/", views.session_state, name="session_state"),
    path("ngon-ngu/", views.language, name="language"),
    path("tai-khoan/", views.account, name="account"),
    path("tai-khoan/mat-khau/", views.password, name="password"),
    path("tai-khoan/thiet-bi/", views.devices, name="devices"),
    path("tai-khoan/thiet-bi/dang-xuat/", views.end_sessions, name="end_sessions"),
]
