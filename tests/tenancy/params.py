"""What the places in addresses are for, where the route does not say it."""

from collections.abc import Callable
from typing import Any

from django.utils.http import int_to_base36, urlsafe_base64_encode

# Two places that name a model together.
PAIRS = (
    ("app_label", "model_name"),
    ("app_name", "model_name"),
    ("content_type_app_name", "content_type_model_name"),
)

# Of which model an id is: by namespace (or none) and name of the place.
MODELS = {
    ("", "page_id"): "wagtailcore.Page",
    ("", "page_pk"): "wagtailcore.Page",
    ("", "parent_page_id"): "wagtailcore.Page",
    ("", "page_to_move_id"): "wagtailcore.Page",
    ("", "destination_id"): "wagtailcore.Page",
    ("", "revision_id"): "wagtailcore.Revision",
    ("", "task_id"): "wagtailcore.Task",
    ("", "task_state_id"): "wagtailcore.TaskState",
    ("", "workflow_state_id"): "wagtailcore.WorkflowState",
    ("", "workflow_pk"): "wagtailcore.Workflow",
    ("", "collection_id"): "wagtailcore.Collection",
    ("", "image_id"): "wagtailimages.Image",
    ("", "document_id"): "wagtaildocs.Document",
    ("", "doc_id"): "wagtaildocs.Document",
    ("", "uploaded_file_id"): "wagtailcore.UploadedFile",
    ("", "redirect_id"): "wagtailredirects.Redirect",
    ("", "session_id"): "wagtailadmin.EditingSession",
    ("", "translation_id"): "wagtail_localize.Translation",
    ("", "translation_source_id"): "wagtail_localize.TranslationSource",
    ("", "string_segment_id"): "wagtail_localize.StringSegment",
    ("", "overridable_segment_id"): "wagtail_localize.OverridableSegment",
    ("", "restriction_id"): "wagtailcore.CollectionViewRestriction",
    ("", "page_view_restriction_id"): "wagtailcore.PageViewRestriction",
    ("syndication_received", "pk"): "syndication.Delivery",
    ("wagtailsettings", "pk"): "wagtailcore.Site",
    ("themes", "pk"): "core.Theme",
    ("wagtailadmin_workflows:edit_task", "pk"): "wagtailcore.Task",
    ("wagtaildocs_chooser", "pk"): "wagtaildocs.Document",
    ("wagtailadmin_workflows:usage", "pk"): "wagtailcore.Workflow",
    ("wagtailadmin_workflows:usage_results", "pk"): "wagtailcore.Workflow",
    ("wagtailadmin_workflows:enable", "pk"): "wagtailcore.Workflow",
    ("wagtailadmin_workflows:enable_task", "pk"): "wagtailcore.Task",
    ("wagtailadmin_pages:revisions_compare", "_0"): "wagtailcore.Page",
    ("wagtailadmin_pages:revisions_compare", "_1"): "wagtailcore.Revision",
    ("wagtailadmin_pages:revisions_compare", "_2"): "wagtailcore.Revision",
    ("", "uidb64"): "users.User",
    ("", "uidb36"): "users.User",
    ("", "site_id"): "wagtailcore.Site",
    ("people:duties", "pk"): "users.User",
    ("people:remove", "pk"): "users.User",
    ("people:send_again", "pk"): "sites.Invitation",
    ("people:withdraw", "pk"): "sites.Invitation",
    ("", "conversation_id"): "exchanges.Conversation",
    ("", "file_id"): "exchanges.Attachment",
    ("", "message_id"): "exchanges.Message",
    ("", "party_id"): "exchanges.Party",
    ("", "invite_id"): "exchanges.AnswerInvite",
    ("", "report_id"): "exchanges.Report",
    ("", "organisation_page_id"): "exchanges.OrganisationPage",
    ("care_follow", "pk"): "exchanges.ExchangePage",
    ("care_reports", "pk"): "exchanges.Report",
    ("members:exclude", "pk"): "sites.Membership",
    ("members:readmit", "pk"): "sites.Membership",
    ("structures_answer", "pk"): "exchanges.Involvement",
    ("structures_claim_withdraw", "pk"): "exchanges.Involvement",
    ("structures_claim", "pk"): "exchanges.OrganisationPage",
    ("structures_edit", "pk"): "exchanges.OrganisationPage",
    ("structures_invitation_withdraw", "pk"): "exchanges.OrganisationPage",
    ("structures_people", "pk"): "exchanges.OrganisationPage",
    ("structures_preview", "pk"): "exchanges.OrganisationPage",
    ("structures_remove", "pk"): "exchanges.OrganisationPage",
    ("structures_role", "pk"): "exchanges.OrganisationPage",
    ("", "invitation_id"): "exchanges.StructureInvitation",
    ("", "involvement_id"): "exchanges.Involvement",
    ("involvements:decide", "pk"): "exchanges.Involvement",
    ("", "reserve_id"): "exchanges.Reserve",
    ("", "notice_id"): "exchanges.Notice",
    ("", "alert_id"): "exchanges.Alert",
}


def _bulk_actions(model: Any) -> list[str]:
    from wagtail.admin.views.bulk_action.registry import bulk_action_registry

    return list(bulk_action_registry.actions[model._meta.app_label][model._meta.model_name])


# Places that take something else than an id.
CONSTANTS: dict[str, Callable[[Any], list[str]]] = {
    "action": _bulk_actions,
    "action_name": lambda _model: ["approve", "reject"],
    "filter_spec": lambda _model: ["max-165x165", "original"],
    "mode": lambda _model: ["default"],
    "key": lambda _model: ["set-password", "c0ffee-0123456789abcdef"],
    "rest": lambda _model: ["confirm/"],
    "token": lambda _model: ["set-password", "c0ffee-0123456789abcdef0123456789abcdef"],
}
# Ids that are written in a way of their own.
WRITTEN: dict[str, Callable[[Any], str]] = {
    "uidb64": lambda pk: urlsafe_base64_encode(str(pk).encode()),
    "uidb36": int_to_base36,
}

# Routes whose places are filled from what was planted: pages by their path, files by their name.
BY_PATH = {"wagtail_serve", "wagtaildocs_serve"}
