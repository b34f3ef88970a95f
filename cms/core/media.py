"""Uploads: which of them have an address, and who serves it.

Only the sizes of pictures made for pages do, and the portraits of people in the admin, under names
that nobody can guess. Pictures as they were uploaded and documents have none: the platform serves
documents itself, once it knows who asks. In production the web server serves the rest
(docs/operations.md); here, a developer's machine does.
"""

from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string
from django.views.static import serve

from cms.core.caching import DAY

SERVED = ("images/", "avatar_images/")
TOKEN_LENGTH = 22  # As hard to guess as a key of 128 bits.
# An upload opened on its own address may run and load nothing, whatever it turns out to be.
UPLOAD_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class UnguessableNames:
    """Storage that puts chance into each name: that of the picture is known to who took it."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name, after something nobody knows."""
        path = PurePosixPath(name)
        unknown = path.with_name(f"{get_random_string(TOKEN_LENGTH)}-{path.name}")
        found: str = super().get_available_name(str(unknown), max_length)  # type: ignore[misc]
        return found


class Sizes(UnguessableNames, FileSystemStorage):
    """The sizes of pictures, in a folder."""


@DAY
def serve_media(request: HttpRequest, path: str, **options: Any) -> HttpResponseBase:
    """The file, if it is in one of the folders that are served; raises Http404 for any other."""
    inside = normpath(path).lstrip("/")
    if not inside.startswith(SERVED):
        raise Http404
    response = serve(request, inside, **options)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = UPLOAD_POLICY
    return response
