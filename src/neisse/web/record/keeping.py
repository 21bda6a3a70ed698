"""What the record stage keeps about people, and for whom users speak."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from neisse.web.accounts import offices
from neisse.web.core import personal
from neisse.web.core.personal import BLANKED, DELETED, MENTIONS, Found, Holding, Subject
from neisse.web.record.actions import erase, retention
from neisse.web.record.actions.offices import give_office
from neisse.web.record.bridge import KINDS, to_object
from neisse.web.record.models import (
    Announcement,
    IntakeLink,
    Organisation,
    Person,
    Proof,
    Recipient,
    Subscription,
)

RECORDS = (
    "record.Organisation",
    "record.Offer",
    "record.Need",
    "record.Measure",
    "record.Network",
    "record.Membership",
    "record.Section",
    "record.TopicGroup",
    "record.Figure",
)


def register() -> None:
    """Called once, when the app is ready."""
    offices.register(offices.Offices(choices, held, give_office))
    for row in (
        _people(),
        _intake(),
        _campaigns(),
        _imports(),
        _documents(),
        _calendars(),
        _decisions(),
        _removed(),
        _records(),
    ):
        personal.register(row)
    personal.no_person("computed again at any time from names of organisations", "record.DuplicateProposal")


def _people() -> Holding:
    return Holding(
        "people",
        whose=_("Office holders of organisations"),
        what=_(
            "Entry in the directory: name, office, organisation, languages; with consent also e-mail and telephone"
        ),
        purpose=_("Finding the right person in an organisation"),
        basis=_("Office in a member organisation; consent for contact data"),
        retention=_("until the office ends, and 90 days in the history; contact data until the consent ends"),
        erasure=DELETED,
        models=("record.Person", "record.OfficeRequest"),
        find=find,
        own=own,
        export=people,
        erase=erase.erase_people,
        due={
            "contact data": retention.forget_contacts,
            "offices": retention.forget_offices,
            "representatives": retention.forget_representatives,
        },
    )


def _intake() -> Holding:
    return Holding(
        "intake",
        whose=_("Who got a link for plans; who is named in what came in"),
        what=_("Links without a login: for whom; what was sent through them, with notes"),
        purpose=_("Taking plans from people without an account"),
        basis=_("Legitimate interest of the network in plans of its members"),
        retention=_("90 days after the link ended, or after what came in was decided"),
        erasure=MENTIONS,
        models=("record.IntakeLink", "record.IntakeSubmission"),
        find=find_links,
        own=own_links,
        export=links,
        erase=erase.erase_links,
        due={"links": retention.forget_links, "submissions": retention.forget_submissions},
    )


def _campaigns() -> Holding:
    return Holding(
        "campaigns",
        whose=_("Who is asked for plans by mail"),
        what=_("Name, e-mail, language; when written to and reminded, when the page was opened; the answer"),
        purpose=_("Asking organisations for their plans, and reminding those who have not answered"),
        basis=_("Legitimate interest of the network in plans of its members"),
        retention=_("180 days after the deadline"),
        erasure=DELETED,
        models=("record.Campaign", "record.Recipient"),
        find=find_recipients,
        own=own_recipients,
        export=recipients,
        erase=erase.erase_recipients,
        due={"recipients": retention.forget_recipients},
    )


def _imports() -> Holding:
    return Holding(
        "imports",
        whose=_("Who is named in files that were imported; who imported them"),
        what=_("Files between upload and confirmation; what an import changed, so that it can be undone"),
        purpose=_("Looking before storing; undoing an import"),
        basis=_("As for the records of the file"),
        retention=_("files 30 days unless confirmed; changes to entries of persons 90 days"),
        erasure=MENTIONS,
        models=("record.ImportBatch", "record.ImportChange", "record.ImportMapping"),
        places=("files/imports/*",),
        due={
            "previews": retention.forget_previews,
            "half-read imports": retention.forget_contents,
            "changes of persons": retention.forget_changes,
            "uploads": retention.forget_uploads,
        },
    )


def _documents() -> Holding:
    return Holding(
        "documents",
        whose=_("Who is named in announcements that were read; who read and confirmed them"),
        what=_(
            "Texts of announcements; the words of them that show a stored record, who confirmed it and when"
        ),
        purpose=_("Looking at what a text tells before storing it; showing where a record comes from"),
        basis=_("Legitimate interest of the network in plans of its members"),
        retention=_("texts 90 days, 30 unless something was stored; words as long as their record"),
        erasure=MENTIONS,
        models=("record.Announcement", "record.Proof"),
        due={"documents": retention.forget_documents, "words of documents": retention.forget_proofs},
        export=documents,
    )


def _calendars() -> Holding:
    return Holding(
        "calendars",
        whose=_("Who subscribed a calendar"),
        what=_("Address of the calendar, for which organisation, who subscribed it"),
        purpose=_("Looking at calendars of members for new plans"),
        basis=_("Request of who subscribed it"),
        retention=_("until it is ended; the name goes when the account is deleted"),
        erasure=BLANKED,
        models=("record.Subscription",),
        export=calendars,
    )


def _decisions() -> Holding:
    return Holding(
        "decisions",
        whose=_("Who changes records or decides"),
        what=_("History: who changed or decided what, when and why"),
        purpose=_("Every decision keeps its author and its sources"),
        basis=_("Legitimate interest of the network in traceable decisions"),
        retention=_("with the record; the name goes when the account is deleted"),
        erasure=BLANKED,
        models=("record.Distinction", "record.Merge"),
        export=decisions,
    )


def _removed() -> Holding:
    return Holding(
        "removed records",
        whose=_("Who is named in records that were removed; who removed them"),
        what=_("Records that were removed, with all that fell with them, so that they can be brought back"),
        purpose=_("Undoing what was removed by mistake"),
        basis=_("As for the records themselves"),
        retention=_("90 days; contact data until the consent ends"),
        erasure=MENTIONS,
        models=("record.Removal",),
        due={"removed records": retention.forget_removals},
    )


def _records() -> Holding:
    return Holding(
        "records",
        whose=_("Who is named in texts of records"),
        what=_(
            "Organisations, plans, networks, figures: descriptions, sources, notes, address, telephone and e-mail "
            "of organisations (which may be those of one person), and their history"
        ),
        purpose=_("The common picture of the network"),
        basis=_("Legitimate interest of the network in knowing itself"),
        retention=_("as long as the record"),
        erasure=MENTIONS,
        models=RECORDS,
    )


def choices() -> Iterable[tuple[str, str]]:
    """Organisations by name."""
    return [(row.key, str(row)) for row in Organisation.objects.all()[:2000]]


def held(user: Any) -> Iterable[str]:
    """Names of the organisations in which a user holds an office."""
    people_of = Person.objects.filter(user=user, organisation__isnull=False).select_related("organisation")
    return [str(person.organisation) for person in people_of]


def find(words: str) -> Iterable[Found]:
    """Entries of the directory by name, address or telephone."""
    wanted = Q(name__icontains=words) | Q(email__icontains=words) | Q(phone__icontains=words)
    rows = Person.objects.filter(wanted | Q(folded_name__contains=words.lower()))
    return [found(row) for row in rows.select_related("organisation")[:50]]


def own(subject: Subject) -> Iterable[Found]:
    """The person's entries, and those of their account or address."""
    return [found(row) for row in entries_of(subject)]


def entries_of(subject: Subject) -> QuerySet[Person]:
    """The entries that are the subject's."""
    wanted = Q(pk__in=subject.pks("record.person")) | Q(user__in=subject.pks("accounts.user"))
    for address in subject.addresses:
        wanted |= Q(email__iexact=address)
    return Person.objects.filter(wanted).select_related("organisation")


def found(row: Person) -> Found:
    """An entry as a row about a person."""
    note = ", ".join(filter(None, [row.office, str(row.organisation or "")]))
    return Found(("record.person", row.pk), _("Entry in the directory"), row.name, note, row.email, row.phone)


def find_links(words: str) -> Iterable[Found]:
    """Links for intake by whom they are for."""
    rows = IntakeLink.objects.filter(addressee__icontains=words).select_related("organisation")
    return [found_link(row) for row in rows[:50]]


def own_links(subject: Subject) -> Iterable[Found]:
    """The links that were chosen."""
    rows = IntakeLink.objects.filter(pk__in=subject.pks("record.intakelink")).select_related("organisation")
    return [found_link(row) for row in rows]


def found_link(row: IntakeLink) -> Found:
    """A link as a row about a person."""
    return Found(("record.intakelink", row.pk), _("Link for plans"), row.addressee, str(row.organisation))


def links(subject: Subject) -> list[dict[str, Any]]:
    """Links that were made for the person, and what came in through them."""
    rows = IntakeLink.objects.filter(pk__in=subject.pks("record.intakelink")).select_related("organisation")
    return [
        {
            "for": row.addressee,
            "organisation": row.organisation.key,
            "created_at": row.created_at.isoformat(),
            "expires_at": row.expires_at.isoformat(),
            "sent": [
                {"at": s.received_at.isoformat(), "file": s.file_name, "note": s.note, "plans": s.payload}
                for s in row.submissions.all()
            ],
        }
        for row in rows
    ]


def find_recipients(words: str) -> Iterable[Found]:
    """Who is asked by a campaign, by name or address."""
    rows = Recipient.objects.filter(Q(name__icontains=words) | Q(address__icontains=words))
    return [found_recipient(row) for row in rows.select_related("campaign")[:50]]


def own_recipients(subject: Subject) -> Iterable[Found]:
    """The questions that went to the person."""
    return [found_recipient(row) for row in erase.recipients_of(subject).select_related("campaign")]


def found_recipient(row: Recipient) -> Found:
    """A recipient as a row about a person."""
    return Found(("record.recipient", row.pk), _("Asked for plans"), row.name, str(row.campaign), row.address)


def recipients(subject: Subject) -> list[dict[str, Any]]:
    """When the person was asked for plans, and what they answered."""
    rows = erase.recipients_of(subject).select_related("campaign", "link__organisation")
    return [
        {
            "campaign": str(row.campaign),
            "organisation": row.link.organisation.key,
            "name": row.name,
            "address": row.address,
            "language": row.link.language,
            "answer": row.answer,
            "note": row.note,
            "at": [
                at.isoformat()
                for at in (row.mailed_at, row.reminded_at, row.opened_at, row.answered_at)
                if at
            ],
        }
        for row in rows
    ]


def people(subject: Subject) -> list[dict[str, Any]]:
    """The person's entries as objects of the file contract."""
    return [to_object(person) for person in entries_of(subject)]


def calendars(subject: Subject) -> list[dict[str, Any]]:
    """Calendars that the person subscribed."""
    rows = Subscription.objects.filter(created_by__in=subject.pks("accounts.user"))
    return [
        {"organisation": row.organisation.key, "address": row.address, "at": row.created_at.isoformat()}
        for row in rows.select_related("organisation")
    ]


def documents(subject: Subject) -> list[dict[str, Any]]:
    """Documents that the person read, and what they confirmed of documents."""
    mine = subject.pks("accounts.user")
    read = Announcement.objects.filter(batch__created_by__in=mine).select_related("batch")
    rows = Proof.objects.filter(confirmed_by__in=mine)
    return [
        *({"document": one.title, "read_at": one.batch.created_at.isoformat()} for one in read),
        *(
            {
                "kind": one.kind,
                "id": one.key,
                "document": one.title,
                "confirmed_at": one.confirmed_at.isoformat(),
            }
            for one in rows
        ),
    ]


def decisions(subject: Subject) -> list[dict[str, Any]]:
    """Versions that the person wrote."""
    columns = ("key", "history_date", "history_type", "history_change_reason")
    return [
        {"kind": kind.name, "id": key, "at": at.isoformat(), "change": change, "reason": reason or ""}
        for kind in KINDS.values()
        for key, at, change, reason in kind.model.history.filter(
            history_user__in=subject.pks("accounts.user")
        )
        .order_by("history_date")
        .values_list(*columns)
    ]
