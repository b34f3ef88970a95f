"""The addresses of an account, the same on every network's site; what they show is kept by nobody."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from cms.core.caching import NEVER
from cms.users import personal_views, views


def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """A page that must not be kept, by browsers or by anything on the way to them."""
    return path(route, NEVER(view), name=name)


urlpatterns = [
    page("", views.account_home, "account_home"),
    page("connexion/", account.login, "account_login"),
    page("deconnexion/", account.logout, "account_logout"),
    page("inscription/", account.signup, "account_signup"),
    page("inscription/confirmer/<str:token>/", views.confirm_sign_up, "sign_up_confirm"),
    page("informations/", views.details, "account_details"),
    page("donnees/", personal_views.my_data, "personal_data"),
    page("donnees/fichier/", personal_views.take_along, "personal_data_export"),
    page("donnees/effacer/", personal_views.erase_account, "account_erase"),
    page("efface/", personal_views.erased, "account_erased"),
    page("ferme/", account.account_inactive, "account_inactive"),
    page("confirmer/", account.reauthenticate, "account_reauthenticate"),
    page("adresse/", account.email, "account_email"),
    page("adresse/envoi/", account.email_verification_sent, "account_email_verification_sent"),
    page("adresse/confirmer/<str:key>/", account.confirm_email, "account_confirm_email"),
    page("mot-de-passe/", account.password_change, "account_change_password"),
    page("mot-de-passe/premier/", account.password_set, "account_set_password"),
    page("mot-de-passe/oublie/", account.password_reset, "account_reset_password"),
    page("mot-de-passe/oublie/envoi/", account.password_reset_done, "account_reset_password_done"),
    page(
        "mot-de-passe/nouveau/fait/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    page(
        "mot-de-passe/nouveau/<slug:uidb36>/<str:key>/",
        account.PasswordResetFromKeyView.as_view(reset_url_key="choisir"),
        "account_reset_password_from_key",
    ),
    page("second-facteur/", second_factor.index, "mfa_index"),
    page("second-facteur/code/", second_factor.authenticate, "mfa_authenticate"),
    page("second-facteur/confirmer/", second_factor.reauthenticate, "mfa_reauthenticate"),
    page("second-facteur/activer/", views.activate_totp, "mfa_activate_totp"),
    page("second-facteur/retirer/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("second-facteur/secours/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page("second-facteur/secours/nouveaux/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("second-facteur/secours/fichier/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
]

# In the place of Wagtail's own, to stand before them.
admin_urlpatterns = [
    path("login/", views.instead("account_login"), name="admin_sign_in"),
    path("logout/", views.instead("account_logout"), name="admin_sign_out"),
    path("password_reset/", views.instead("account_reset_password"), name="admin_password_reset"),
    path("password_reset/<path:rest>", views.instead("account_reset_password"), name="admin_password_reset"),
]
