"""Addresses of the record stage where something is written, imported or exported."""

from __future__ import annotations

from django.urls import path

import neisse.web.core.links  # noqa: F401 - the converter of secrets
from neisse.web.record.bridge import KINDS
from neisse.web.record.queries.alike import ALIKE_KINDS
from neisse.web.record.views import (
    announcements,
    calendars,
    campaign,
    duplicates,
    edit,
    exports,
    history,
    imports,
    inbox,
    intake,
    offices,
    remarks,
    removing,
    together,
)

urlpatterns = [
    *(path(f"records/{kind}/new/", edit.new, {"kind": kind}, name=f"{kind}_new") for kind in KINDS),
    *(
        path(f"records/{kind}/<slug:slug>/edit/", edit.edit, {"kind": kind}, name=f"{kind}_edit")
        for kind in KINDS
    ),
    *(
        path(f"records/{kind}/alike/", edit.alike, {"kind": kind}, name=f"{kind}_alike")
        for kind in ALIKE_KINDS
    ),
    path("records/person/<slug:slug>/erase/", removing.erase, name="erase"),
    path("records/organisation/<slug:slug>/hand-over/", removing.hand_over, name="hand_over"),
    path("records/removed/", removing.removed_records, name="removed"),
    path("records/removed/<int:pk>/", removing.removal, name="removal"),
    path("records/removed/<int:pk>/restore/", removing.undo, name="removal_undo"),
    path("records/removed/together/<slug:sign>/restore/", removing.undo_together, name="removed_together"),
    path("records/<str:kind>/together/", together.together, name="together"),
    path("records/<str:kind>/<slug:slug>/delete/", removing.delete, name="delete"),
    path("records/<str:kind>/<slug:slug>/history/", history.history, name="history"),
    path("records/<str:kind>/<slug:slug>/history/<int:version>/restore/", history.restore, name="restore"),
    path("records/offices/", offices.waiting, name="offices"),
    path("records/offices/<int:pk>/", offices.decide, name="office_decide"),
    path("records/duplicates/", duplicates.duplicates, name="duplicates"),
    path("records/duplicates/export/", duplicates.export, name="duplicates_export"),
    path("records/duplicates/again/", duplicates.again, name="duplicates_again"),
    path("records/duplicates/<slug:kept>/<slug:gone>/", duplicates.duplicate, name="duplicate"),
    path(
        "records/duplicates/<slug:kept>/<slug:gone>/not-the-same/", duplicates.distinguish, name="distinguish"
    ),
    path("records/distinctions/<int:pk>/reopen/", duplicates.reopen, name="distinction_reopen"),
    path("records/merges/<int:pk>/undo/", duplicates.undo, name="merge_undo"),
    path("records/export/neisse.zip", exports.export_instance, name="export_instance"),
    path("records/export/<str:kind>/", exports.export, name="export"),
    path("import/", imports.upload, name="import"),
    path("import/<int:pk>/", imports.batch, name="import_batch"),
    path("import/<int:pk>/row/<path:entry>/", imports.correct, name="import_row"),
    path("import/<int:pk>/remarks/", remarks.export, name="import_remarks"),
    *(
        path(f"import/<int:pk>/{step}/", getattr(imports, step), name=f"import_{step}")
        for step in ("answer", "place", "mapping", "decide", "confirm", "discard", "undo")
    ),
    path("import/announcement/", announcements.read, name="announcement_read"),
    path("import/announcement/<int:pk>/", announcements.announcement, name="announcement"),
    path("import/announcement/<int:pk>/decide/", announcements.decide, name="announcement_decide"),
    path("import/announcement/<int:pk>/forget/", announcements.forget, name="announcement_forget"),
    path("import/calendars/", calendars.calendars, name="calendars"),
    path("import/calendars/<int:pk>/look/", calendars.look, name="calendar_look"),
    path("import/calendars/<int:pk>/end/", calendars.end, name="calendar_end"),
    path("campaigns/", campaign.campaigns, name="campaigns"),
    path("campaigns/new/", campaign.campaign_new, name="campaign_new"),
    path("campaigns/export/", campaign.campaigns_export, name="campaigns_export"),
    path("campaigns/<int:pk>/", campaign.campaign, name="campaign"),
    *(
        path(f"campaigns/<int:pk>/{step}/", getattr(campaign, f"campaign_{step}"), name=f"campaign_{step}")
        for step in ("edit", "export", "recipients", "send", "state")
    ),
    path("campaigns/recipients/<int:pk>/remove/", campaign.campaign_remove, name="campaign_remove"),
    path("intake/", inbox.inbox, name="intake_inbox"),
    path("intake/links/", inbox.intake_links, name="intake_links"),
    path("intake/links/<int:pk>/revoke/", inbox.revoke, name="intake_revoke"),
    path("intake/sent/<int:pk>/", inbox.decide, name="intake_decide"),
    path("intake/<secret:secret>/", intake.intake, name="intake"),
    path("records/period/", edit.period, name="period"),
    path("records/lookup/<str:kind>/", edit.lookup, name="lookup"),
]
