"""Addresses of the office."""

from django.urls import path

from truongso.office.views import people, year

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
]
