"""Addresses of the office."""

from django.urls import path

from truongso.office.views import people, results, rollover, year

urlpatterns = [
    path("nam-hoc/", year.year, name="year"),
    path("nam-hoc/nghi/", year.add_holiday, name="add_holiday"),
    path("nam-hoc/nghi/<uuid:holiday_id>/bo/", year.remove_holiday, name="remove_holiday"),
    path("nam-hoc/tuan/<int:no>/", year.move_week, name="move_week"),
    path("chuyen-nam-hoc/", rollover.overview, name="rollover"),
    path("chuyen-nam-hoc/lich/", rollover.dates, name="rollover_dates"),
    path("chuyen-nam-hoc/lich/luu/", rollover.prepare, name="prepare_year"),
    path("chuyen-nam-hoc/lop/", rollover.classes, name="rollover_classes"),
    path("chuyen-nam-hoc/xem-truoc/", rollover.preview, name="rollover_preview"),
    path("chuyen-nam-hoc/<uuid:year_id>/lop/", rollover.choose, name="choose_for_year"),
    path("chuyen-nam-hoc/<uuid:year_id>/lap-lop/", rollover.build, name="build_year"),
    path("chuyen-nam-hoc/<uuid:year_id>/hoan-tac/", rollover.undo, name="undo_build"),
    path("chuyen-nam-hoc/<uuid:year_id>/bo/", rollover.discard, name="discard_year"),
    path("chuyen-nam-hoc/<uuid:year_id>/mo/", rollover.open_year, name="open_year"),
    path("ket-qua-nam-hoc/", results.results, name="year_results"),
    path("ket-qua-nam-hoc/<uuid:class_id>/", results.class_results, name="class_results"),
    path("ket-qua-nam-hoc/<uuid:class_id>/luu/", results.enter, name="enter_results"),
    path("quy-dinh/", year.rules, name="school_rules"),
    path("quy-dinh/<slug:key>/", year.set_rule, name="set_rule"),
    path("can-bo/", people.staff, name="staff"),
    path("lop/", people.classes, name="classes"),
    path("thoi-khoa-bieu/", people.timetable, name="timetable"),
    path("phan-phoi-chuong-trinh/", people.programmes, name="programmes"),
    path("phan-phoi-chuong-trinh/<uuid:programme_id>/", people.programme, name="programme"),
]
