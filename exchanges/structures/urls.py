"""The addresses of this room."""

from django.urls import path

from exchanges.structures.views import claims, finding, sheets, team

urlpatterns = [
    path("", finding.structures, name="structures_mine"),
    path("trouver/", finding.find, name="structures_find"),
    path("inscrire/", sheets.register, name="structures_register"),
    path("confirmer/<str:token>/", claims.confirm, name="structures_confirm"),
    path("invitation/<str:token>/", team.invitation, name="structures_invitation"),
    path("demandes/<int:pk>/", claims.answer, name="structures_answer"),
    path("demandes/<int:pk>/retirer/", claims.withdraw, name="structures_claim_withdraw"),
    path("<int:pk>/", team.people, name="structures_people"),
    path("<int:pk>/c-est-la-mienne/", claims.claim, name="structures_claim"),
    path("<int:pk>/fiche/", sheets.edit, name="structures_edit"),
    path("<int:pk>/apercu/", sheets.preview, name="structures_preview"),
    path("<int:pk>/personnes/<int:involvement_id>/role/", team.role, name="structures_role"),
    path("<int:pk>/personnes/<int:involvement_id>/retirer/", team.remove, name="structures_remove"),
    path(
        "<int:pk>/invitations/<int:invitation_id>/retirer/",
        team.withdraw,
        name="structures_invitation_withdraw",
    ),
]
