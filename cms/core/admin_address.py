"""Where the administration stands. Whether a request is for it is asked in this one way.

Never by comparing `reverse()` with `request.path`: both begin with the script name, which a server may
take from a header, and each writes it otherwise. What remains is what the resolver looks at.
"""

from django.http import HttpRequest

ADMIN_ROUTE = "admin/"


def in_admin(request: HttpRequest) -> bool:
    """Whether the address is one of the administration's."""
    return request.path_info.startswith(f"/{ADMIN_ROUTE}")
