"""What the queue runs for this room; each may run twice, late, or be killed."""

from collections.abc import Collection

from exchanges.notices import alert_digests, alerts, delivering, digests, watching


def deliver_due() -> int:
    """Write the mails that are due at once."""
    return delivering.deliver_due()


def send_digests() -> int:
    """Write the digests that are due, of members and of alerts without an account; forget what was not confirmed."""
    alerts.forget()
    return digests.send_digests() + alert_digests.send_alert_digests()


def watch(origins: Collection[int]) -> int:
    """Find the alerts that these pages answer."""
    return watching.watch_pages(origins=origins)
