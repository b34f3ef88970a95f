"""Entries of the menu of the admin that only some people see."""

from collections.abc import Callable

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


def shown_if(concerns: Callable[[HttpRequest], bool]) -> type[MenuItem]:
    """A kind of entry that is shown to those whom it concerns; what it leads to asks again."""

    class ShownItem(MenuItem):
        """Shown where it concerns who asks."""

        def is_shown(self, request: HttpRequest) -> bool:
            """Whether it concerns them."""
            return concerns(request)

    return ShownItem


def shown_with(permission: str) -> type[MenuItem]:
    """A kind of entry that is shown to those who have the permission."""
    return shown_if(lambda request: bool(request.user.has_perm(permission)))
