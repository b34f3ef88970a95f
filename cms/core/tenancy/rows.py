"""Which rows of Wagtail's models, and of the libraries', the people of a network see."""

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from taggit.models import ItemBase, TagBase
from wagtail.models import (
    Collection,
    GroupPagePermission,
    Page,
    RevisionMixin,
    Workflow,
    WorkflowMixin,
)

from cms.core import registry
from cms.core.permissions import user_networks
from cms.core.tenancy.scopes import (
    CLOSED,
    NOTHING,
    SHARED,
    Rows,
    owned_models,
    register_scope,
    registered,
    visible,
)

COLLECTIONS = "_collections_at_hand"


def register() -> None:
    """Say whose the rows of the libraries' models are."""
    for model, rows in _OWN.items():
        register_scope(model, rows)
    for label in CLOSED:
        register_scope(label, lambda user: NOTHING)


def pages(user: Any) -> Q:
    """Pages below the roots of the person's networks, and the trunk of the tree, which says nothing.

    But for those that are withheld from them, as drafts of members are.
    """
    found = Q(depth=1)
    for network in user_networks(user):
        found |= Q(path__startswith=network.root_page.path)
    for withheld in registry.withheld_pages:
        found &= ~withheld(user)
    return found


def collections(user: Any) -> Q:
    """Collections on which a group of theirs has a permission: their networks', and the shared one."""
    paths = getattr(user, COLLECTIONS, None)
    if paths is None:
        of_network = Q(group_permissions__group__in=_all(Group, user))
        permitted = Collection.objects.filter(of_network | Q(group_permissions__group__user=user.pk or 0))
        paths = sorted(set(permitted.order_by().values_list("path", flat=True)))
        setattr(user, COLLECTIONS, paths)
    found = NOTHING
    for path in paths:
        found |= Q(path__startswith=path)
    return found


def groups(user: Any) -> Q:
    """Groups that have a permission on the root of one of their networks."""
    roots = [network.root_page_id for network in user_networks(user)]
    return Q(Exists(GroupPagePermission.objects.filter(group=OuterRef("pk"), page__in=roots)))


def people(user: Any) -> Q:
    """Themselves, and who is in a group of one of their networks."""
    memberships = get_user_model().groups.through.objects.filter(user=OuterRef("pk"))
    return Q(pk=user.pk) | Q(Exists(memberships.filter(group__in=_all(Group, user))))


def _networks(user: Any) -> Q:
    return Q(pk__in=[network.pk for network in user_networks(user)])


def _of(field: str, model: "type[Model] | str") -> Rows:
    """Rows that follow what one of their fields names."""

    def rows(user: Any) -> Q:
        followed = apps.get_model(model) if isinstance(model, str) else model
        return Q(**{f"{field}__in": _all(followed, user)})

    return rows


def _all(model: type[Model], user: Any) -> QuerySet[Any]:
    return visible(model, user).order_by()


def _mine(field: str) -> Rows:
    return lambda user: Q(**{field: user.pk or 0})


def tags(user: Any) -> Q:
    """Keywords on something that the person sees."""
    used = NOTHING
    for through in _through_models():
        on_own = _tagged(through, user)
        used |= Q(pk__in=through.objects.filter(on_own).order_by().values("tag_id"))
    return used


def _tagged(through: type[Model], user: Any) -> Q:
    """The condition that a keyword is on something visible."""
    names = {field.name for field in through._meta.concrete_fields}
    if "content_object" in names:
        target: Any = through._meta.get_field("content_object").related_model
        return Q(content_object__in=_all(target, user))
    found = NOTHING
    for model in _tagged_by_type():
        about = ContentType.objects.get_for_model(model)
        found |= Q(content_type=about, object_id__in=_all(model, user).values("pk"))
    return found


@cache
def _through_models() -> tuple[Any, ...]:
    found: list[Any] = [model for model in apps.get_models() if issubclass(model, ItemBase)]
    return tuple(model for model in found if issubclass(model._meta.get_field("tag").related_model, TagBase))


@cache
def _tagged_by_type() -> tuple[Any, ...]:
    """Models whose keywords are kept in taggit's own table."""
    through = apps.get_model("taggit.TaggedItem")
    return tuple(
        model
        for model in apps.get_models()
        if any(getattr(field, "through", None) is through for field in model._meta.private_fields)
        or any(getattr(field, "through", None) is through for field in model._meta.many_to_many)
    )


def _about(object_type: str = "content_type", key: str = "object_id", *, uses: type = Model) -> Rows:
    """Rows that name what they are about by its type and its id, kept as text."""

    def rows(user: Any) -> Q:
        found = NOTHING
        for model in _subjects():
            if issubclass(model, uses):
                about = ContentType.objects.get_for_model(model)
                ids = _all(model, user).annotate(as_text=Cast("pk", CharField())).values("as_text")
                found |= Q(**{object_type: about, f"{key}__in": ids})
        return found

    return rows


def _subjects() -> list[type[Model]]:
    """Models with screens of their own, each row of a network, that logs and references are about."""
    added = (label for label in registered() if label not in _OWN and label not in CLOSED)
    named = [apps.get_model(label) for label in (*_SUBJECTS, *added) if _is_installed(label)]
    return list(dict.fromkeys([*named, *owned_models()]))


def _is_installed(label: str) -> bool:
    return label in {model._meta.label for model in apps.get_models()}


def entries(user: Any) -> Q:
    """Log entries about what the person sees; about reference data, those of people they know."""
    shared = [apps.get_model(label) for label in SHARED if _is_installed(label)]
    about = [kind.pk for kind in ContentType.objects.get_for_models(*shared).values()]
    return _about()(user) | Q(content_type__in=about, user__in=_all(get_user_model(), user))


def workflows(user: Any) -> Q:
    """Workflows that stand over pages the person sees."""
    over = apps.get_model("wagtailcore.WorkflowPage").objects.filter(workflow=OuterRef("pk"))
    return Q(Exists(over.filter(page__in=_all(Page, user))))


def tasks(user: Any) -> Q:
    """Tasks of these workflows."""
    steps = apps.get_model("wagtailcore.WorkflowTask").objects.filter(task=OuterRef("pk"))
    return Q(Exists(steps.filter(workflow__in=_all(Workflow, user))))


def translated(user: Any) -> Q:
    """What is translated of the pages that the person sees."""
    return Q(translation_key__in=_all(Page, user).values("translation_key"))


_SUBJECTS = (
    "wagtailcore.Page",
    "wagtailcore.Collection",
    "wagtailcore.Workflow",
    "wagtailcore.Task",
    "wagtailcore.Site",
    "auth.Group",
    "users.User",
    "wagtailimages.Image",
    "wagtaildocs.Document",
)
_OWN: dict[str, Rows] = {
    "wagtailcore.Page": pages,
    "wagtailcore.Site": _networks,
    "wagtailcore.Collection": collections,
    "auth.Group": groups,
    "users.User": people,
    "wagtailimages.Image": _of("collection", Collection),
    "wagtailimages.Rendition": _of("image", "wagtailimages.Image"),
    "wagtaildocs.Document": _of("collection", Collection),
    "taggit.Tag": tags,
    "taggit.TaggedItem": lambda user: _tagged(apps.get_model("taggit.TaggedItem"), user),
    "wagtailcore.GroupSitePermission": _of("group", Group),
    "wagtailcore.GroupPagePermission": _of("group", Group),
    "wagtailcore.GroupCollectionPermission": _of("group", Group),
    "wagtailcore.PageViewRestriction": _of("page", Page),
    "wagtailcore.CollectionViewRestriction": _of("collection", Collection),
    "wagtailcore.Workflow": workflows,
    "wagtailcore.WorkflowPage": _of("page", Page),
    "wagtailcore.WorkflowTask": _of("workflow", Workflow),
    "wagtailcore.Task": tasks,
    "wagtailcore.WorkflowState": _about("base_content_type", uses=WorkflowMixin),
    "wagtailcore.TaskState": _of("workflow_state", "wagtailcore.WorkflowState"),
    "wagtailcore.Revision": _about("base_content_type", uses=RevisionMixin),
    "wagtailcore.PageLogEntry": _of("page", Page),
    "wagtailcore.ModelLogEntry": entries,
    "wagtailcore.Comment": _of("page", Page),
    "wagtailcore.CommentReply": _of("comment", "wagtailcore.Comment"),
    "wagtailcore.PageSubscription": _mine("user"),
    "wagtailcore.UploadedFile": _mine("uploaded_by_user"),
    "wagtailcore.ReferenceIndex": _about("base_content_type"),
    "account.EmailAddress": _mine("user"),
    "account.EmailConfirmation": _of("email_address", "account.EmailAddress"),
    "mfa.Authenticator": _mine("user"),
    "wagtailusers.UserProfile": _mine("user"),
    "wagtailadmin.EditingSession": _mine("user"),
    "wagtailadmin.FormState": _mine("user"),
    "wagtailforms.FormSubmission": _of("page", Page),
    "wagtail_localize.TranslatableObject": translated,
    "wagtail_localize.TranslationSource": _of("object", "wagtail_localize.TranslatableObject"),
    "wagtail_localize.Translation": _of("source", "wagtail_localize.TranslationSource"),
    "wagtail_localize.TranslationLog": _of("source", "wagtail_localize.TranslationSource"),
    "wagtail_localize.TranslationContext": _of("object", "wagtail_localize.TranslatableObject"),
    "wagtail_localize.StringTranslation": _of("context", "wagtail_localize.TranslationContext"),
    "wagtail_localize.SegmentOverride": _of("context", "wagtail_localize.TranslationContext"),
    "wagtail_localize.StringSegment": _of("source", "wagtail_localize.TranslationSource"),
    "wagtail_localize.TemplateSegment": _of("source", "wagtail_localize.TranslationSource"),
    "wagtail_localize.RelatedObjectSegment": _of("source", "wagtail_localize.TranslationSource"),
    "wagtail_localize.OverridableSegment": _of("source", "wagtail_localize.TranslationSource"),
    "wagtail_localize.String": lambda user: Q(
        pk__in=_all(apps.get_model("wagtail_localize.StringSegment"), user).values("string_id")
    ),
}
