"""The rows of the record stage."""

from neisse.web.record.models.announcement import Announcement, Proof
from neisse.web.record.models.campaign import Campaign, Recipient
from neisse.web.record.models.duplicates import Distinction, DuplicateProposal, Merge
from neisse.web.record.models.figure import Figure
from neisse.web.record.models.intake import IntakeLink, IntakeSubmission
from neisse.web.record.models.measure import Measure
from neisse.web.record.models.network import Membership, Network, Section, TopicGroup
from neisse.web.record.models.offices import OfficeRequest
from neisse.web.record.models.organisation import Need, Offer, Organisation
from neisse.web.record.models.person import Person
from neisse.web.record.models.provenance import ImportBatch, ImportChange, ImportMapping, Visibility
from neisse.web.record.models.removals import Removal
from neisse.web.record.models.subscription import Subscription

__all__ = [
    "Announcement",
    "Campaign",
    "Distinction",
    "DuplicateProposal",
    "Figure",
    "ImportBatch",
    "ImportChange",
    "ImportMapping",
    "IntakeLink",
    "IntakeSubmission",
    "Measure",
    "Membership",
    "Merge",
    "Need",
    "Network",
    "Offer",
    "OfficeRequest",
    "Organisation",
    "Person",
    "Proof",
    "Recipient",
    "Removal",
    "Section",
    "Subscription",
    "TopicGroup",
    "Visibility",
]
