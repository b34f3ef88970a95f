"""Pictures that members send: checked as those of editors are, and kept in their network's collection."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, Site

from cms.users.models import User
from sites.people import groups_of
from sites.roles import COMMON_COLLECTION


def collection_of(site: Site) -> Collection:
    """The network's own collection; the root of all where it has none."""
    kept = GroupCollectionPermission.objects.filter(
        group__in=groups_of(site).order_by().values("pk"), permission__codename="add_image"
    )
    own = Collection.objects.filter(pk__in=kept.values("collection")).exclude(name=COMMON_COLLECTION)
    return own.order_by("path").first() or Collection.get_first_root_node()


def keep_picture(*, file: UploadedFile, title: str, person: User, site: Site) -> Any:
    """The picture, saved; the file was checked by its form's field."""
    image = get_image_model()(
        title=title[:255], file=file, uploaded_by_user=person, collection=collection_of(site)
    )
    image.file_size = file.size
    image.save()
    return image
