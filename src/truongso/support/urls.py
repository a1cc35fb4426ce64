"""Addresses of support."""

from django.urls import path

from truongso.support.views import guide, requests, steps

urlpatterns = [
    path("ho-tro/", requests.of_school, name="help_requests"),
    path("ho-tro/gui/", requests.ask, name="ask_for_help"),
    path("ho-tro/cua-toi/", requests.mine, name="my_help_requests"),
    path("ho-tro/<uuid:request_id>/", requests.one, name="help_request"),
    path("ho-tro/<uuid:request_id>/tra-loi/", requests.reply, name="reply_to_help_request"),
    path("ho-tro/<uuid:request_id>/dong/", requests.close, name="close_help_request"),
    path("ho-tro/<uuid:request_id>/mo-lai/", requests.reopen, name="reopen_help_request"),
    path("huong-dan/", guide.guide, name="guide"),
    path("huong-dan/anh/<str:name>", guide.guide_picture, name="guide_picture"),
    path("huong-dan/<slug:name>/", guide.guide, name="guide_page"),
    path("bat-dau/", steps.mine, name="first_steps"),
    path("bat-dau/danh-dau/", steps.tick, name="tick_step"),
    path("bat-dau/cat/", steps.put_card_away, name="put_steps_away"),
    path("bat-dau/tien-do/", steps.progress, name="steps_progress"),
    path("bat-dau/tien-do/in/", steps.print_progress, name="print_steps_progress"),
]
