"""The links of this room's mails: used once, for seven days, and kept as digests only."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

LIFE = timedelta(days=7)


def new_token() -> str:
    """What only the mail says."""
    return token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of it."""
    return sha256(token.encode()).hexdigest()
