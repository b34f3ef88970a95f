"""The addresses of « Je réponds », and of conversations by a link: for people without an account."""

from django.urls import path

from exchanges.conversations import answer_views, views
from exchanges.conversations.seats import for_guest

ONE = "suivre/<str:token>/"

urlpatterns = [
    path("<int:page_id>/", answer_views.answer, name="answer_page"),
    path("<int:page_id>/envoyee/", answer_views.sent, name="answer_sent"),
    path("confirmer/<str:token>/", answer_views.confirm, name="answer_confirm"),
    path(ONE, for_guest(views.one), name="answer_one"),
    path(f"{ONE}accord/", for_guest(views.agree), name="answer_agree"),
    path(f"{ONE}refus/", for_guest(views.decline), name="answer_decline"),
    path(f"{ONE}retrait/", for_guest(views.withdraw), name="answer_withdraw"),
    path(f"{ONE}issue/", for_guest(views.outcome), name="answer_outcome"),
    path(f"{ONE}issue/avis/", for_guest(views.judge), name="answer_judge"),
    path(f"{ONE}fichiers/<int:file_id>/", for_guest(views.file), name="answer_file"),
    path(f"{ONE}messages/<int:message_id>/signaler/", for_guest(views.report), name="answer_report"),
]
