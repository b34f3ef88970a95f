"""What the queue runs at its hours: commands of Wagtail and Django that nobody else would call."""

from django.core.management import call_command


def publish_scheduled() -> None:
    """Publish the pages whose hour has come, and take down those whose time is over."""
    call_command("publish_scheduled")


def clear_sessions() -> None:
    """Forget the sessions that are over."""
    call_command("clearsessions")
