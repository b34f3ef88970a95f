"""Wagtail's screens of people, for those who keep the people of some networks.

Whoever may change a person's address or password can sign in as that person: this is left to those
who keep every network that the person works for, and of superusers to superusers.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.users.views import users

from cms.core.tenancy.actor import acting_user
from cms.core.tenancy.scopes import narrow
from cms.core.tenancy.views import narrow_view


def keeps(user: Any, person: Any) -> bool:
    """Whether everything that the person does is for networks of the user's."""
    if person.is_superuser:
        return False
    groups = person.groups.all()
    return person.pk == user.pk or not groups.exclude(pk__in=narrow(groups, user).values("pk")).exists()


class _PersonForm:
    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form, in which what is not theirs to change can only be read."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        known = form.instance.pk is not None and not keeps(acting_user(), form.instance)
        for name, field in form.fields.items():
            if name == "is_superuser" or (known and name != "groups"):
                # What is missing there is not theirs to add.
                field.disabled, field.required = True, False
        return form


@narrow_view(users.CreateView)
class OwnNewPerson(_PersonForm):
    """Nobody makes a superuser but a superuser."""


@narrow_view(users.EditView)
class OwnPerson(_PersonForm):
    """Of a person of other networks too, the roles in one's own network."""


@narrow_view(users.DeleteView)
class OwnPersonGone:
    """A person of other networks too leaves by their roles."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not keeps(request.user, self.get_object()):  # type: ignore[attr-defined]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
