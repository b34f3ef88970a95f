"""Puts the policy in place, once every app is there."""

from cms.core.tenancy import checks, fields, mails, people, rows, screens, views, widgets  # noqa: F401


def set_up() -> None:
    """Say whose the libraries' rows are, and have forms and views ask."""
    rows.register()
    fields.install()
    views.install()
    screens.install()
    widgets.install()
    mails.install()
