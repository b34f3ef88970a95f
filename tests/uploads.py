"""Uploads that no test leaves on the disk."""

from django.core.files.storage import InMemoryStorage

from cms.core.media import UnguessableNames


class SizesInMemory(UnguessableNames, InMemoryStorage):
    """The sizes of pictures, gone with the test."""
