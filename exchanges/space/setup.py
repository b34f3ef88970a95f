"""The ways to the home page of the space and to the account; imported when the app is ready."""

from django.utils.translation import gettext_lazy as _

from cms.core import registry
from exchanges.space import membership  # noqa: F401 - says what waits
from exchanges.space.counts import unread_of
from exchanges.space.menus import menu_of
from exchanges.space.sections import Entry, entries

entries.append(Entry(_("My space"), "space", "house", order=0))
entries.append(Entry(_("My account"), "account_home", "user", order=900))
registry.unread_of = unread_of
registry.space_menu = menu_of
