"""Serves uploads on a developer's machine; in production the web server does (docs/operations.md)."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

# A drawing opened on its own address is a document: it may run and load nothing.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def serve_media(request: HttpRequest, path: str, **options: Any) -> HttpResponseBase:
    """The file, which browsers take for nothing else than its name says."""
    response = serve(request, path, **options)
    response["X-Content-Type-Options"] = "nosniff"
    if Path(path).suffix.lower() in (".svg", ".svgz"):
        response["Content-Security-Policy"] = DRAWING_POLICY
    return response
