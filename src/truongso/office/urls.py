"""Addresses of the office."""

from django.urls import path

from truongso.office.views import imports, people, year

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
    path("nhap-du-lieu/", imports.imports, name="imports"),
    path("nhap-du-lieu/bat-dau/", imports.begin, name="begin_import"),
    path("nhap-du-lieu/<slug:kind>/", imports.new_import, name="new_import"),
    path("nhap-du-lieu/<slug:kind>/mau.xlsx", imports.template, name="import_template"),
    path("nhap-du-lieu/<slug:kind>/xuat/", imports.export, name="export_roster"),
    path("nhap-du-lieu/lan/<uuid:run_id>/", imports.run, name="import_run"),
    path("nhap-du-lieu/lan/<uuid:run_id>/cot/", imports.choose, name="import_columns"),
    path("nhap-du-lieu/lan/<uuid:run_id>/chon/", imports.decide, name="import_decide"),
    path("nhap-du-lieu/lan/<uuid:run_id>/xac-nhan/", imports.confirm, name="import_confirm"),
    path("nhap-du-lieu/lan/<uuid:run_id>/bo/", imports.give_up, name="import_give_up"),
    path("nhap-du-lieu/lan/<uuid:run_id>/loi.xlsx", imports.errors, name="import_errors"),
]
