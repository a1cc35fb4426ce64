"""Addresses of the records of pupils.

The remarks lie under the gradebook's address, so that its worker opens them without a network.
"""

from django.urls import path

from truongso.records.views import report_cases, report_remarks, reports

CLASS = "hoc-ba/lop/<uuid:class_id>/"
REMARKS = "so-diem/hoc-ba/<uuid:class_id>/"
VERSION = "hoc-ba/ban/<uuid:version_id>/"
CASE = "hoc-ba/de-nghi/<uuid:case_id>/"

urlpatterns = [
    path("hoc-ba/", reports.report_classes, name="report_classes"),
    path("hoc-ba/mon-toi-day/", reports.my_subjects, name="report_subjects"),
    path(CLASS, reports.class_reports, name="class_reports"),
    path(f"{CLASS}xac-nhan/", reports.confirm, name="confirm_report_subjects"),
    path(f"{CLASS}trinh/", reports.hand_up, name="hand_up_reports"),
    path(f"{CLASS}phat-hanh/", reports.issue, name="issue_reports"),
    path(f"{CLASS}tra-lai/", reports.send_back, name="return_reports"),
    path(f"{CLASS}hoc-ba.zip", reports.download_class, name="class_reports_zip"),
    path(REMARKS, report_remarks.sheet, name="remark_sheet"),
    path(f"{REMARKS}du-lieu/", report_remarks.sheet_data, name="remark_sheet_data"),
    path(f"{REMARKS}luu/", report_remarks.save, name="save_remarks"),
    path(VERSION, report_cases.version, name="report_version"),
    path(f"{VERSION}hoc-ba.pdf", report_cases.pdf, name="report_pdf"),
    path(f"{VERSION}de-nghi/", report_cases.ask, name="ask_report_case"),
    path(CASE, report_cases.case, name="report_case"),
    path(f"{CASE}dong-y/", report_cases.agree, name="agree_report_case"),
    path(f"{CASE}tu-choi/", report_cases.refuse, name="refuse_report_case"),
]
