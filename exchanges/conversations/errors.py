"""What the verbs of this room refuse with."""


class RefusedError(Exception):
    """It can't be done as things stand; says why, in words for whoever asked."""
