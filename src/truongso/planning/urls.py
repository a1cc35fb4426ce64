"""Addresses of the planning room."""

from django.urls import path

from truongso.planning.views import board, department, feed, mine, plan, review, succession

urlpatterns = [
    path("ke-hoach/", mine.my_plans, name="my_plans"),
    path("ke-hoach/ghep/", mine.matches, name="match_files"),
    path("ke-hoach/nop/", mine.hand_in, name="hand_in"),
    path("ke-hoach/nop-nhap/", mine.hand_in_drafts, name="hand_in_drafts"),
    path("ke-hoach/xin-muon/", mine.ask_to_be_late, name="ask_to_be_late"),
    path("ke-hoach/<uuid:plan_id>/", plan.plan, name="plan"),
    path("ke-hoach/<uuid:plan_id>/ban-moi/", plan.new_version, name="new_version"),
    path("ke-hoach/<uuid:plan_id>/thu-hoi/", plan.withdraw, name="withdraw"),
    path("ke-hoach/<uuid:plan_id>/xoa/", plan.delete_draft, name="delete_draft"),
    path("ke-hoach/<uuid:plan_id>/so-sanh/", plan.compare, name="compare"),
    path("ke-hoach/<uuid:plan_id>/ban/<int:no>/tep/", plan.original, name="plan_file"),
    path("ke-hoach/<uuid:plan_id>/ban/<int:no>/doc/", plan.readable, name="plan_pdf"),
    path("ke-hoach/<uuid:plan_id>/ban/<int:no>/chuyen/", plan.rendition, name="rendition"),
    path("duyet/", review.inbox, name="inbox"),
    path("duyet/<uuid:plan_id>/<int:no>/", review.review_page, name="review"),
    path("duyet/quyet-dinh/", review.decide, name="decide"),
    path("duyet/hoan-tac/<uuid:batch_id>/", review.undo, name="undo_decision"),
    path("duyet/nop-muon/<uuid:leave_id>/", review.answer_late_leave, name="answer_late_leave"),
    path("bang-tuan/", board.week_board, name="week_board"),
    path("bang-tuan/excel/", board.board_xlsx, name="board_xlsx"),
    path("bang-tuan/<uuid:staff_id>/<int:no>/", board.board_cell, name="board_cell"),
    path("phan-cong-nop/", department.uploaders, name="uploaders"),
    path("phan-cong-nop/giao/", department.name_uploader, name="name_uploader"),
    path("ke-hoach-giao-duc/", department.education_plans, name="education_plans"),
    path("ke-hoach-giao-duc/nop/", department.hand_in_education_plan, name="hand_in_education"),
    path("lich/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    path("viec-do-dang/<uuid:staff_id>/", succession.open_work, name="open_work"),
    path("viec-do-dang/<uuid:staff_id>/ban-giao/", succession.hand_over, name="hand_over_work"),
]
