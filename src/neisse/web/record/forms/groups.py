"""Forms of networks, memberships, sections and topic groups."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.web.record.forms.base import Layout, RecordForm
from neisse.web.record.forms.fields import LinesField, ReferenceField, ReferencesField, day_field
from neisse.web.record.forms.organisation import short_text
from neisse.web.record.queries.choices import find_one, name_of

BOOKKEEPING = (_("Bookkeeping"), ("source", "reason"))
CHAIRS = ("person", "organisation")
CHAIR_HINT = _("a person or an organisation: the name or the id")


class NetworkForm(RecordForm):
    """A network of organisations."""

    of = "network"
    translated: ClassVar = {"names": (300, False)}
    layout: ClassVar[Layout] = (
        (_("Name"), ("name", "names__*")),
        (_("What it is"), ("kind founded", "organisation")),
        BOOKKEEPING,
    )

    name = forms.CharField(label=_("Name"), max_length=300)
    kind = short_text(_("Kind"), 40)
    founded = forms.IntegerField(label=_("Founded"), required=False, min_value=800, max_value=2100)
    organisation = ReferenceField("organisation", label=_("Organisation that runs it"), required=False)
    source = short_text(_("Source"), 500)


class MembershipForm(RecordForm):
    """Who belongs to a network, from when until when."""

    of = "membership"
    last_days: ClassVar = ("until",)
    layout: ClassVar[Layout] = (
        (_("Membership"), ("network", "organisation", "from until", "kind fee_class", "representative")),
        BOOKKEEPING,
    )

    more: ClassVar[dict[str, forms.Field]] = {"from": day_field(_("From"))}

    network = ReferenceField("network", label=_("Network"))
    organisation = ReferenceField("organisation", label=_("Member"))
    until = day_field(_("Until"), help_text=_("the last day"))
    kind = short_text(_("Kind of membership"), 60)
    fee_class = short_text(_("Fee class"), 60)
    representative = ReferenceField("person", label=_("Represented by"), required=False)
    source = short_text(_("Source"), 500)


class GroupForm(RecordForm):
    """What sections and topic groups share."""

    translated: ClassVar = {"names": (300, False)}

    name = forms.CharField(label=_("Name"), max_length=300)
    chair = short_text(_("Chair"), 300, help_text=CHAIR_HINT)
    members = ReferencesField("organisation", label=_("Members"), rows=6)
    topics = LinesField(label=_("Topics"), commas=True)
    source = short_text(_("Source"), 500)

    def __init__(self, data: Any = None, **rest: Any) -> None:
        super().__init__(data, **rest)
        if chair := self.before.get("chair"):
            self.initial["chair"] = name_of(CHAIRS, str(chair), self.user)

    def clean_chair(self) -> str:
        """The id of a person or an organisation."""
        said = str(self.cleaned_data.get("chair") or "").strip()
        found = find_one(CHAIRS, said, self.user) if said else ""
        if said and not found:
            raise forms.ValidationError(_("“%(name)s” is not known here.") % {"name": said})
        return found


class SectionForm(GroupForm):
    """A part of a network for one branch."""

    of = "section"
    translated: ClassVar = {"names": (300, False), "descriptions": (20_000, True)}
    layout: ClassVar[Layout] = (
        (_("Name"), ("network", "name", "names__*")),
        (_("What it does"), ("chair topics", "descriptions__*", "members")),
        BOOKKEEPING,
    )

    network = ReferenceField("network", label=_("Network"))


class TopicGroupForm(GroupForm):
    """A group that works on topics and meets."""

    of = "topic_group"
    layout: ClassVar[Layout] = (
        (_("Name"), ("network section", "name", "names__*")),
        (_("What it does"), ("chair topics", "members", "meetings")),
        BOOKKEEPING,
    )

    network = ReferenceField("network", label=_("Network"), required=False)
    section = ReferenceField("section", label=_("Section"), required=False)
    meetings = ReferencesField("measure", label=_("Meetings"), rows=3)

    def clean(self) -> dict[str, Any]:
        """A group belongs to a network or to a section."""
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("network") or cleaned.get("section")):
            self.add_error("network", _("A topic group belongs to a network or to a section."))
        return cleaned
