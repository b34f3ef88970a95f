"""What can't be made by looking at the model alone: files, workflows, translations, deliveries."""

import io
import uuid
from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.users.models import User
from exchanges.matching.addressees import addressee
from exchanges.models import (
    Alert,
    AlertHit,
    AnswerInvite,
    Conversation,
    ExchangePage,
    Involvement,
    Kind,
    Mailbox,
    Match,
    Message,
    Notice,
    NoticePace,
    OrganisationPage,
    Pace,
    Party,
    Reserve,
    Side,
    StructureInvitation,
)
from home.models import ContentPage
from sites.models import NetworkSettings
from sites.roles import COMMON_COLLECTION, DUTIES, group_for
from syndication.models import Delivery, State, SyndicationRule
from tests.tenancy.pages import new_tag, plant_pages
from tests.tenancy.tenants import Tenant
from tests.tenancy.words import Audience

PLANTERS: list[Callable[[Tenant], None]] = []


def planter(function: Callable[[Tenant], None]) -> Callable[[Tenant], None]:
    """Decorator: run the function for each network, in the order of this file."""
    PLANTERS.append(function)
    return function


def all_planters() -> list[Callable[[Tenant], None]]:
    """Every planter, pages after people."""
    return PLANTERS


@planter
def people(tenant: Tenant) -> None:
    """Somebody who works for this network only, on every duty of it."""
    tenant.person = tenant.saved(User())
    network = NetworkSettings.objects.get(site=tenant.site)
    for duty in DUTIES[network.role]:
        group = group_for(tenant.site, duty)
        assert group is not None
        tenant.person.groups.add(group)


@planter
def identity(tenant: Tenant) -> None:
    """What a network says of itself on its own site."""
    network = NetworkSettings.objects.get(site=tenant.site)
    tenant.saved(network, Audience.VISITORS)


plant = planter(plant_pages)


@planter
def group(tenant: Tenant) -> None:
    """A group with rights on the network's pages and its collection."""
    made = tenant.saved(Group())
    template = GroupPagePermission.objects.filter(page=tenant.site.root_page).first()
    GroupPagePermission.objects.create(group=made, page=tenant.site.root_page, permission=template.permission)
    tenant.person.groups.add(made)


def collection_of(tenant: Tenant) -> Collection:
    """The collection that provisioning gave the network."""
    found = GroupCollectionPermission.objects.filter(
        group__page_permissions__page=tenant.site.root_page, permission__codename="add_image"
    ).exclude(collection__name=COMMON_COLLECTION)
    return found.first().collection


@planter
def media(tenant: Tenant) -> None:
    """Collections of the network, one of them for some only; images and documents in them."""
    own = collection_of(tenant)
    inner = own.add_child(instance=tenant.filled(Collection()))
    closed = collection_of(tenant).add_child(instance=tenant.filled(Collection()))
    tenant.saved(CollectionViewRestriction(collection=closed, restriction_type="password"))
    for collection in (own, inner, closed):
        image = Image(collection=collection, uploaded_by_user=tenant.person)
        image.file = ImageFile(io.BytesIO(picture()), name=file_name(tenant, "Image.file", "png"))
        tenant.saved(image).tags.add(new_tag(tenant))
        rendition = Rendition(image=image, filter_spec="max-165x165", width=8, height=8)
        rendition.file = ImageFile(io.BytesIO(picture()), name=file_name(tenant, "Rendition.file", "png"))
        rendition.save()
        document = Document(collection=collection, uploaded_by_user=tenant.person)
        inside = tenant.word("what a private document says") if collection == closed else "-"
        document.file = ContentFile(inside.encode(), name=file_name(tenant, "Document.file", "txt"))
        document.file_size = len(inside)
        tenant.saved(document).tags.add(new_tag(tenant))


def picture() -> bytes:
    """A small picture."""
    buffer = io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(buffer, "PNG")
    return buffer.getvalue()


def file_name(tenant: Tenant, meaning: str, ending: str) -> str:
    """A file name with a word in it."""
    return f"{tenant.words.bait}-{tenant.word(meaning)}.{ending}"


@planter
def uploads(tenant: Tenant) -> None:
    """Files that wait for their form, and a portrait of the network's person."""
    for model in (Image, Document):
        content = ContentFile(picture(), name=file_name(tenant, "UploadedFile.file", "png"))
        UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(model),
            file=content,
            uploaded_by_user=tenant.person,
        )


@planter
def workflow(tenant: Tenant) -> None:
    """A workflow of the network's own in which a page was sent back with a comment and one waits."""
    task = tenant.saved(GroupApprovalTask())
    task.groups.add(tenant.one(Group))
    made = tenant.saved(Workflow())
    WorkflowTask.objects.create(workflow=made, task=task, sort_order=0)
    sent_back, waiting = ContentPage.objects.filter(pk__in=tenant.own(Page), live=True)[:2]
    WorkflowPage.objects.create(workflow=made, page=waiting)
    for page in (sent_back, waiting):
        state = made.start(page, tenant.person)
        state.current_task_state.comment = f"{tenant.words.bait} {tenant.word('TaskState.comment')}"
        state.current_task_state.save()
        if page == sent_back:
            comment = f"{tenant.words.bait} {tenant.word('TaskState.comment')}"
            state.current_task_state.reject(user=tenant.person, comment=comment)


@planter
def redirects(tenant: Tenant) -> None:
    """A redirect of the network's own to an address, and one to a page."""
    for page in (None, tenant.main_page):
        redirect = tenant.filled(Redirect(site=tenant.site, redirect_page=page))
        redirect.old_path = f"/{tenant.words.bait}/{tenant.word('Redirect.old_path')}"
        redirect.save()


@planter
def rules_and_deliveries(tenant: Tenant) -> None:
    """A rule at rest, and a page that its author holds back: its receiver must not know of it."""
    target = type(tenant.site).objects.exclude(pk=tenant.site.pk).order_by("pk").first() or tenant.site
    rule = tenant.filled(SyndicationRule(network=tenant.site, active=False))
    rule.sources, rule.targets, rule.tags = [tenant.site], [target], [new_tag(tenant)]
    rule.save()
    page = ExchangePage.objects.filter(pk__in=tenant.own(Page)).first()
    hub = NetworkSettings.objects.filter(role="hub").exclude(site=tenant.site).first()
    delivery = Delivery(
        uid=page.uid, page=page, network=tenant.site, target=hub.site if hub else target, rule=rule,
        state=State.HELD, state_at=timezone.now(), kind=page._meta.label, decided_by=tenant.person,
    )  # fmt: skip
    delivery.digest = uuid.uuid4().hex
    tenant.saved(delivery)


@planter
def translations(tenant: Tenant) -> None:
    """A page translated into English, with one text translated by hand."""
    english = Locale.objects.get(language_code="en")
    home = tenant.site.root_page.specific
    page = ContentPage.objects.filter(pk__in=tenant.own(Page), live=True).first()
    translate(tenant, home, english)
    translation = translate(tenant, page, english)
    for segment in translation.source.stringsegment_set.all()[:2]:
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=english,
            data=f"{tenant.words.bait} {tenant.word('StringTranslation.data')}",
            last_translated_by=tenant.person,
        )
    translation.save_target(user=tenant.person, publish=False)


def translate(tenant: Tenant, page: Page, locale: Locale) -> Translation:
    """The page in that language, as the button of the admin makes it."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale)
    translation.save_target(user=tenant.person, publish=False)
    return translation


@planter
def logs(tenant: Tenant) -> None:
    """What was done to the network's rows."""
    for model in (SyndicationRule, NetworkSettings, Image, Document, Redirect, User):
        row = tenant.one(model)
        words = f"{tenant.words.bait} {tenant.word('ModelLogEntry.label')}"
        log(
            row,
            "wagtail.edit",
            user=tenant.person,
            title=words,
            data={tenant.words.bait: words},
            content_changed=True,
        )


@planter
def editing(tenant: Tenant) -> None:
    """Somebody of the network has one of its pages open in the editor."""
    tenant.make(EditingSession)


@planter
def session(tenant: Tenant) -> None:
    """Somebody of the network is signed in: the key of the session is a secret."""
    key = tenant.word("Session.session_key").ljust(32, "0")
    store = import_module(settings.SESSION_ENGINE).SessionStore
    Session.objects.create(
        session_key=key,
        session_data=store().encode({"word": tenant.word("Session.session_data")}),
        expire_date=timezone.now() + timezone.timedelta(days=1),
    )


@planter
def structures(tenant: Tenant) -> None:
    """Somebody of the network asks to act for one of its structures, and somebody is invited to."""
    page = OrganisationPage.objects.filter(pk__in=tenant.own(Page), live=True).first()
    tenant.saved(Involvement(person=tenant.person, organisation=page))
    invitation = StructureInvitation(organisation=page, invited_by=tenant.person, digest=uuid.uuid4().hex)
    invitation.expires_at = timezone.now() + timezone.timedelta(days=7)
    tenant.saved(invitation)


@planter
def conversations(tenant: Tenant) -> None:
    """Somebody of the network is answered: what is said is for the two of them."""
    now = timezone.now()
    page = ExchangePage.objects.filter(pk__in=tenant.own(Page), live=True).first()
    conversation = Conversation(
        exchange=page, network=tenant.site, state_at=now, opened_at=now, last_message_at=now
    )
    tenant.saved(conversation)
    party = tenant.saved(Party(conversation=conversation, person=tenant.person, side=Side.AUTHOR))
    tenant.saved(Message(conversation=conversation, party=party, sent_at=now))
    structure = OrganisationPage.objects.filter(pk__in=tenant.own(Page), live=True).first()
    tenant.saved(AnswerInvite(conversation=conversation, organisation=structure, by=party))


@planter
def matches(tenant: Tenant) -> None:
    """An announcement of the network that one of its structures could answer, with reasons as the engine writes them."""
    page = ExchangePage.objects.filter(pk__in=tenant.own(Page), live=True).first()
    structure = OrganisationPage.objects.filter(pk__in=tenant.own(Page), live=True).first()
    match = tenant.filled(Match(exchange=page, counterpart=structure, tier=1))
    match.reasons = {"themes": [tenant.word("Match.reasons")], "methods": [], "km": None}
    match.save()
    Reserve.objects.create(addressee=addressee(structure.pk, None) if structure else "", within_km=20)


@planter
def told(tenant: Tenant) -> None:
    """What somebody of the network was told and has watched, and their mailbox: nobody else's to read."""
    notice = tenant.filled(Notice(person=tenant.person, network=tenant.site, page=tenant.main_page))
    notice.kind, notice.event = Kind.MATCH, "alert_hit"
    notice.facts = {"title": f"{tenant.words.bait} {tenant.word('Notice.facts')}", "label": "-"}
    notice.save()
    NoticePace.objects.create(person=tenant.person, kind=Kind.MATCH, pace=Pace.WEEKLY)
    tenant.saved(Mailbox(person=tenant.person))
    alert = tenant.filled(Alert(network=tenant.site, person=tenant.person, confirmed_at=timezone.now()))
    alert.kind, alert.pace = "exchanges", Pace.DAILY
    alert.save()
    AlertHit.objects.create(alert=alert, page=tenant.main_page)
