"""What Wagtail's own scripts send where no form stands in the page: many files at once."""

import re
from collections.abc import Iterator
from typing import Any

from wagtail.models import Collection

from tests.tenancy.addresses import Address
from tests.tenancy.ids import Ids

# By route, the beginning of the names of its fields.
PREFIXES = {
    "wagtailimages:edit_multiple": "image",
    "wagtaildocs:edit_multiple": "doc",
    "wagtailimages:create_multiple_from_uploaded_image": "uploaded-image",
    "wagtaildocs:create_multiple_from_uploaded_document": "uploaded-document",
}
MANY_FILES = ("wagtailimages:add_multiple", "wagtaildocs:add_multiple")


def by_script(address: Address, victim: Ids) -> Iterator[dict[str, Any]]:
    """The fields that the script of that address sends, with the victim's collection."""
    collection = victim.of(Collection)[0]
    if address.name in MANY_FILES:
        yield {"files[]": ["file"], "collection": collection}
    if prefix := PREFIXES.get(address.name):
        number = re.findall(r"\d+", address.path)[-1]
        yield {f"{prefix}-{number}-title": "Prise", f"{prefix}-{number}-collection": collection}
