"""What of this stage travels in the archive of an instance."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from neisse.web.core.archive import Tree, holds, leaves_out, register


def register_archive() -> None:
    """Called once, when the app is ready."""
    holds(
        _("records: organisations with offers and needs, people, networks, memberships, plans, sections, topic groups, figures"),
        "core.Instance", "record.Organisation", "record.Offer", "record.Need", "record.Person", "record.Network",
        "record.Membership", "record.Measure", "record.Section", "record.TopicGroup", "record.Figure",
    )  # fmt: skip
    register(
        Tree(
            "distinction",
            _("pairs of organisations of which somebody said that they are two"),
            root="record.Distinction",
            known_by=("a", "b"),
            unordered=("a", "b"),
        )
    )
    leaves_out(_("how this instance read files and merged records"), "record.ImportBatch", "record.ImportChange",
               "record.ImportMapping", "record.Merge")  # fmt: skip
    leaves_out(
        _("secrets of links, and what waits behind them"),
        "record.IntakeLink",
        "record.IntakeSubmission",
        "record.Campaign",
        "record.Recipient",
    )
    leaves_out(_("documents that were read here, and their words"), "record.Announcement", "record.Proof")
    leaves_out(_("what was removed here, and may come back here"), "record.Removal")
    leaves_out(_("addresses of calendars that this instance looks at"), "record.Subscription")
    leaves_out(_("requests of accounts, which stay where they are"), "record.OfficeRequest")
    leaves_out(_("what is computed again"), "record.DuplicateProposal")
