"""Addresses of the gradebook."""

from django.urls import path

from truongso.gradebook.views import (
    asking,
    books,
    closing,
    corrections,
    diary,
    excel,
    results,
    sheet,
    terms,
)

FILE = "so-diem/nhap-excel/<uuid:file_id>/"
CLASS = "ket-qua/<uuid:class_id>/"
SHEET = "so-diem/<uuid:class_id>/<slug:subject>/<int:term>/"
CASE = "so-diem/de-nghi/<uuid:case_id>/"
DIARY = "so-diem/nhat-ky/"

urlpatterns = [
    path("so-diem/", books.my_sheets, name="my_sheets"),
    path("so-diem/hoc-ki/<int:term>/", terms.term_book, name="term_book"),
    path("so-diem/hoc-ki/<int:term>/han/", terms.set_days, name="set_term_days"),
    path("so-diem/hoc-ki/<int:term>/khoa/", terms.lock_term, name="lock_term"),
    path("so-diem/hoc-ki/<int:term>/mo-lai/", terms.reopen_term, name="reopen_term"),
    path("so-diem/tien-do/", books.progress, name="score_progress"),
    path("so-diem/hoc-ki/<int:term>/xuat-excel/", excel.export_mine, name="export_my_sheets"),
    path("so-diem/nhap-excel/", excel.score_files, name="score_files"),
    path("so-diem/nhap-excel/doc/", excel.begin, name="begin_score_file"),
    path(FILE, excel.score_file, name="score_file"),
    path(f"{FILE}so-lai/", excel.recheck, name="recheck_score_file"),
    path(f"{FILE}ghi/", excel.confirm, name="confirm_score_file"),
    path(f"{FILE}bo/", excel.discard, name="discard_score_file"),
    path(f"{FILE}ket-qua/", excel.marked, name="marked_score_file"),
    path(f"{SHEET}xuat-excel/", excel.export_page, name="export_score_sheet"),
    path("so-diem/de-nghi/", corrections.corrections, name="corrections"),
    path(CASE, corrections.correction, name="correction"),
    path(f"{CASE}dong-y/", corrections.consent, name="consent_correction"),
    path(f"{CASE}tu-choi/", corrections.refuse, name="refuse_correction"),
    path(f"{CASE}rut-lai/", corrections.withdraw, name="withdraw_correction"),
    path(f"{CASE}sua/", corrections.change, name="change_by_correction"),
    path(f"{CASE}ket-thuc/", corrections.finish, name="finish_correction"),
    path(f"{CASE}xac-nhan/", corrections.confirm, name="confirm_correction"),
    path(f"{CASE}bien-ban.pdf", corrections.minutes, name="correction_minutes"),
    path(f"{CASE}tep/<uuid:evidence_id>", corrections.evidence, name="correction_evidence"),
    path(DIARY, diary.diary, name="mark_diary"),
    path(f"{DIARY}in/", diary.print_diary, name="print_mark_diary"),
    path(f"{DIARY}excel/", diary.export_diary, name="export_mark_diary"),
    path(f"{DIARY}da-kiem-tra/", diary.check, name="check_mark_diary"),
    path(f"{DIARY}<uuid:change_id>/giai-trinh/", diary.explain, name="explain_mark_change"),
    path(f"{SHEET}de-nghi/", asking.new_correction, name="new_correction"),
    path(f"{SHEET}de-nghi/gui/", asking.ask_correction, name="ask_correction"),
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
