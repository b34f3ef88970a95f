"""The way to the home page of the space; imported when the app is ready."""

from django.utils.translation import gettext_lazy as _

from exchanges.space.sections import Entry, entries

entries.append(Entry(_("My space"), "space", "house", order=0))
