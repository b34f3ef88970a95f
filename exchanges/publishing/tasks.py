"""What the clock runs of this room; may run twice, late, or be killed."""

from exchanges.publishing import expiry


def tell_of_last_days() -> dict[str, int]:
    """Tell authors whose announcements end soon, or ended."""
    return expiry.tell_authors()
