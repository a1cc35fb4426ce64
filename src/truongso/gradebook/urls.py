"""Addresses of the gradebook."""

from django.urls import path

from truongso.gradebook.views import books, sheet, terms

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
]
