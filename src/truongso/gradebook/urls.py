"""Addresses of the gradebook."""

from django.urls import path

from truongso.gradebook.views import books, closing, results, sheet, terms

CLASS = "ket-qua/<uuid:class_id>/"
SHEET = "so-diem/<uuid:class_id>/<slug:subject>/<int:term>/"

urlpatterns = [
    path("so-diem/", books.my_sheets, name="my_sheets"),
    path("so-diem/hoc-ki/<int:term>/", terms.term_book, name="term_book"),
    path("so-diem/hoc-ki/<int:term>/han/", terms.set_days, name="set_term_days"),
    path("so-diem/hoc-ki/<int:term>/khoa/", terms.lock_term, name="lock_term"),
    path("so-diem/hoc-ki/<int:term>/mo-lai/", terms.reopen_term, name="reopen_term"),
    path("so-diem/tien-do/", books.progress, name="score_progress"),
    path(SHEET, sheet.score_sheet, name="score_sheet"),
    path(f"{SHEET}du-lieu/", sheet.score_sheet_data, name="score_sheet_data"),
    path(f"{SHEET}luu/", sheet.save_scores, name="save_scores"),
    path(f"{SHEET}khoa/", sheet.lock_columns, name="lock_columns"),
    path(f"{SHEET}mo-lai/", terms.reopen_columns, name="reopen_columns"),
    path(f"{SHEET}kiem-tra/", closing.sheet_check, name="sheet_check"),
    path(f"{SHEET}bat-thuong/", closing.sheet_anomalies, name="sheet_anomalies"),
    path("ket-qua/", results.result_classes, name="result_classes"),
    path("ket-qua/danh-sach/", results.lists, name="result_lists"),
    path("ket-qua/danh-sach/lay-ra/", results.export_list, name="export_result_list"),
    path("ket-qua/thong-ke/", results.statistics, name="result_statistics"),
    path("ket-qua/thong-ke/lay-ra/", results.export_statistics, name="export_statistics"),
    path("ket-qua/chot/", closing.closing_list, name="closing_list"),
    path(CLASS, results.class_report, name="class_report"),
    path(f"{CLASS}lay-ra/", results.export_class, name="export_class_report"),
    path(f"{CLASS}ren-luyen/<int:term>/", closing.class_conduct, name="class_conduct"),
    path(f"{CLASS}ren-luyen/<int:term>/luu/", closing.enter_conduct, name="enter_conduct"),
    path(f"{CLASS}che-do/", closing.class_modes, name="class_modes"),
    path(f"{CLASS}che-do/luu/", closing.grant_mode, name="grant_mode"),
    path(f"{CLASS}danh-gia-lai/", closing.enter_retest, name="enter_retest"),
    path(f"{CLASS}chot/<int:period>/", closing.close_class, name="close_class"),
    path(f"{CLASS}mo-lai/<int:period>/", closing.reopen_class, name="reopen_class"),
]
