"""How many questions the admin of Wagtail as it comes asks of the database, at 1 and at 30 items.

    python -m benchmarks.stock_admin

Prints JSON: {items: {page: queries}}. The baseline of tests/core/test_admin_queries.py: the settings
of Wagtail's own template for projects, one kind of page, one snippet, and an editor who may do on
one site, in two collections, what the editors of our networks may do.
"""

import json
import os
import sys
import tempfile
from typing import Any

import django
from django.conf import settings

APPS = [
    "benchmarks.stock",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]


def setup(uploads: str) -> None:
    """Load Django with the settings of a new Wagtail project."""
    settings.configure(
        SECRET_KEY="a benchmark",  # noqa: S106 - of a process that lasts seconds
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="benchmarks.stock.urls",
        INSTALLED_APPS=APPS,
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": PROCESSORS},
            }
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STATIC_URL="/static/",
        MEDIA_ROOT=uploads,
        USE_TZ=True,
        WAGTAIL_SITE_NAME="Stock",
        WAGTAILADMIN_BASE_URL="http://testserver",
        WAGTAIL_ENABLE_UPDATE_CHECK=False,
        WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": "wagtail.search.backends.database"}},
        LOGGING_CONFIG=None,
    )
    django.setup()


def main() -> None:
    """Count in a database of its own."""
    with tempfile.TemporaryDirectory() as uploads:
        setup(uploads)
        from django.test.utils import setup_databases, setup_test_environment, teardown_databases

        setup_test_environment()
        made = setup_databases(verbosity=0, interactive=False)
        try:
            json.dump(measure(), sys.stdout, indent=1)
        finally:
            teardown_databases(made, verbosity=0)


def measure() -> dict[int, dict[str, int]]:
    """The queries of each page at each size."""
    from django.test import Client

    from benchmarks.admin_pages import SIZES, counts

    ids = lay_out()
    client = Client()
    client.force_login(ids.pop("editor"))
    found, there = {}, 0
    for size in SIZES:
        grow(ids, range(there, size))
        there = size
        found[size] = counts(client, ids)
    return found


def lay_out() -> dict[str, Any]:
    """A site with a list, two collections and an editor of theirs."""
    from django.contrib.auth.models import Group, Permission, User
    from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

    from benchmarks.stock.models import StockPage

    site = Site.objects.get()
    index = site.root_page.add_child(instance=StockPage(title="Annonces"))
    group = Group.objects.create(name="éditeurs")
    for name in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(codename=name)
        GroupPagePermission.objects.create(group=group, page=site.root_page, permission=permission)
    top = Collection.get_first_root_node()
    for collection in (top.add_child(name="Site"), top.add_child(name="Commun")):
        for name in (
            "add_image",
            "change_image",
            "choose_image",
            "add_document",
            "change_document",
            "choose_document",
        ):
            permission = Permission.objects.get(codename=name)
            GroupCollectionPermission.objects.create(
                group=group, collection=collection, permission=permission
            )
    notes = Permission.objects.filter(content_type__app_label="stock", content_type__model="stocknote")
    group.permissions.add(Permission.objects.get(codename="access_admin"), *notes)
    editor = User.objects.create_user("editor", "editor@example.org", "secret")
    editor.groups.add(group)
    return {
        "root": site.root_page.pk,
        "index": index.pk,
        "snippets": "/admin/snippets/stock/stocknote/",
        "editor": editor,
    }


def grow(ids: dict[str, Any], numbers: range) -> None:
    """As many more pages on the home page and in the list, pictures, documents and notes."""
    from django.contrib.auth.models import User
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document
    from wagtail.models import Collection, Page

    from benchmarks.admin_pages import at_work, picture
    from benchmarks.stock.models import StockNote, StockPage

    collection, editor = Collection.objects.get(name="Site"), User.objects.get()
    for number in numbers:
        for parent in (ids["root"], ids["index"]):
            page = StockPage(title=f"Annonce {number}")
            Page.objects.get(pk=parent).add_child(instance=page)
            at_work(page, editor)
        picture(f"Image {number}", collection)
        document = Document(title=f"Document {number}", collection=collection)
        document.file.save("document.pdf", ContentFile(b"%PDF-"))
        StockNote._default_manager.create(text=f"Note {number}", owner=editor)


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    main()
