"""The addresses of this room in the space of a member."""

from django.urls import path

from exchanges.conversations import member_views, views
from exchanges.conversations.seats import for_member

ONE = "<int:conversation_id>/"

urlpatterns = [
    path("", views.conversation_list, name="conversations_list"),
    path("bloques/", member_views.blocked, name="conversations_blocked"),
    path("invitations/<int:invite_id>/", member_views.invitation, name="conversations_invitation"),
    path(ONE, for_member(views.one), name="conversations_one"),
    path(f"{ONE}accord/", for_member(views.agree), name="conversations_agree"),
    path(f"{ONE}refus/", for_member(views.decline), name="conversations_decline"),
    path(f"{ONE}retrait/", for_member(views.withdraw), name="conversations_withdraw"),
    path(f"{ONE}issue/", for_member(views.outcome), name="conversations_outcome"),
    path(f"{ONE}issue/avis/", for_member(views.judge), name="conversations_judge"),
    path(f"{ONE}fichiers/<int:file_id>/", for_member(views.file), name="conversations_file"),
    path(f"{ONE}messages/<int:message_id>/signaler/", for_member(views.report), name="conversations_report"),
    path(f"{ONE}inviter/", for_member(member_views.invite), name="conversations_invite"),
    path(f"{ONE}quitter/", for_member(member_views.leave), name="conversations_leave"),
    path(f"{ONE}bloquer/<int:party_id>/", for_member(member_views.block), name="conversations_block"),
]
