"""Addresses of the office."""

from django.urls import path

from truongso.office.views import accounts, papers, people, year

urlpatterns = [
    path("nam-hoc/", year.year, name="year"),
    path("nam-hoc/nghi/", year.add_holiday, name="add_holiday"),
    path("nam-hoc/nghi/<uuid:holiday_id>/bo/", year.remove_holiday, name="remove_holiday"),
    path("nam-hoc/tuan/<int:no>/", year.move_week, name="move_week"),
    path("quy-dinh/", year.rules, name="school_rules"),
    path("quy-dinh/<slug:key>/", year.set_rule, name="set_rule"),
    path("can-bo/", people.staff, name="staff"),
    path("lop/", people.classes, name="classes"),
    path("thoi-khoa-bieu/", people.timetable, name="timetable"),
    path("phan-phoi-chuong-trinh/", people.programmes, name="programmes"),
    path("phan-phoi-chuong-trinh/<uuid:programme_id>/", people.programme, name="programme"),
    path("tai-khoan/ky-nhan/", papers.confirm_account, name="confirm_account"),
    path("tai-khoan-truong/", accounts.accounts, name="accounts"),
    path("tai-khoan-truong/lap/", accounts.open_accounts, name="open_accounts"),
    path("tai-khoan-truong/phieu/", accounts.print_slips, name="print_slips"),
    path("tai-khoan-truong/<uuid:account_id>/gui-thu/", accounts.mail_slip, name="mail_slip"),
    path(
        "tai-khoan-truong/nguoi/<uuid:staff_id>/",
        accounts.account_of_person,
        name="account_of_person",
    ),
    path("tai-khoan-truong/<uuid:account_id>/tam-khoa/", accounts.suspend, name="suspend_account"),
    path("tai-khoan-truong/<uuid:account_id>/mo-khoa/", accounts.lift, name="lift_suspension"),
    path("tai-khoan-truong/<uuid:account_id>/thu-hoi/", accounts.withdraw, name="withdraw_account"),
    path("bien-ban/", papers.minutes, name="minutes"),
    path("bien-ban/<uuid:paper_id>.pdf", papers.minutes_pdf, name="minutes_pdf"),
    path("phan-quyen/phan-cong.pdf", papers.approval_list_pdf, name="approval_list_pdf"),
]
