"""How a password is checked."""

from allauth.account.auth_backends import AuthenticationBackend

from cms.users.models import User


class EmailBackend(AuthenticationBackend):
    """By e-mail address, with one query and one hash whether or not there is such an account.

    allauth asks the database once more for an address that it does not find.
    """

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        user = User.objects.filter(email=email.strip().lower()).first()
        return user if self._check_password(user, password) else None
