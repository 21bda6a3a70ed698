"""Forms of events, their programme, rooms and versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.core.bridge import fold
from neisse.web.core.filters import Filters, text
from neisse.web.core.forms import Form
from neisse.web.meet.forms.base import (
    COUNTRIES,
    DESCRIPTIONS,
    TITLES,
    ZONES,
    RowsForm,
    TitledForm,
    own_organisations,
)
from neisse.web.meet.models import Event, EventSession, Room, Speaker
from neisse.web.record.models import Person

LONGEST_SPEAKER = 200
CHAIR_SIGN = "*"


class EventFilters(Filters):
    """Filters of the list of events."""

    q = forms.CharField(
        label=_("Text"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    time = text(_("Time"))
    state = text(pgettext_lazy("of an event", "State"))
    country = text(_("Side of the border"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["time"].widget = forms.Select(
            choices=[("", _("all")), ("upcoming", _("upcoming")), ("past", _("past"))]
        )
        self.offer("state", Event.State.choices)
        self.offer("country", COUNTRIES[:-1])


class EventForm(TitledForm):
    """An event; its times are the wall clock of its zone."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)
    country = forms.ChoiceField(label=_("Country"), choices=[("", "—"), *COUNTRIES[:-1]], required=False)
    layout = (
        TITLES,
        DESCRIPTIONS,
        "organiser visibility",
        "place city country",
        "starts_at ends_at zone",
        "registers_until changes_until offer_hours",
        "purpose_de purpose_pl purpose_en",
        "retention_days",
    )

    class Meta:
        model = Event
        fields = [name for row in (
            TITLES, DESCRIPTIONS, "organiser visibility place city country starts_at ends_at zone registers_until",
            "changes_until offer_hours purpose_de purpose_pl purpose_en retention_days",
        ) for name in row.split()]  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = own_organisations(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An event ends after it begins; registration ends at the beginning, changes with the event at the latest."""
        data = super().clean()
        refuse_backwards(self, "starts_at", "ends_at")
        refuse_after(
            self, "registers_until", "starts_at", _("Registration ends at the beginning at the latest.")
        )
        refuse_after(self, "changes_until", "ends_at", _("This is after the end of the event."))
        return data


class StateForm(Form):
    """The next step of an event."""

    state = forms.ChoiceField(choices=Event.State.choices)


class SeenByForm(Form):
    """Who sees an event."""

    visibility = forms.ChoiceField(
        choices=[(str(value), label) for value, label in Event._meta.get_field("visibility").flatchoices]
    )


class PublishForm(Form):
    """What is new in a published programme."""

    note = forms.CharField(label=_("What is new"), required=False, max_length=500)


class FeedForm(Form):
    """For whom a feed is."""

    label = forms.CharField(label=_("For whom"), required=False, max_length=120)


class RoomForm(RowsForm):
    """A room."""

    layout = ("name places", "note")

    class Meta:
        model = Room
        fields = ["name", "places", "note"]


class SessionForm(TitledForm):
    """A session with its speakers, one a line: name, organisation; a star in front chairs."""

    speakers_text = forms.CharField(
        label=_("Speakers"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line: name, organisation. A * in front: chairs the session."),
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    layout = (TITLES, "kind room", "starts_at ends_at", "speakers_text", DESCRIPTIONS)

    class Meta:
        model = EventSession
        fields = [*TITLES.split(), *DESCRIPTIONS.split(), "kind", "room", "starts_at", "ends_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = self.instance.event.rooms.all()  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["speakers_text"] = "\n".join(spoken_line(s) for s in self.instance.speakers.all())

    def clean(self) -> dict[str, Any]:
        """A session ends after it begins."""
        data = super().clean()
        refuse_backwards(self, "starts_at", "ends_at")
        return data

    def speakers(self) -> list[Speaker]:
        """The speakers (not stored yet); who is in the directory under this name is linked."""
        lines = [line.strip() for line in self.cleaned_data["speakers_text"].splitlines() if line.strip()]
        found = [speaker_of(line) for line in lines]
        people = Person.objects.filter(folded_name__in=[fold(s.name) for s in found])
        by_name: dict[str, list[Person]] = {}
        for person in people:
            by_name.setdefault(person.folded_name, []).append(person)
        for speaker in found:
            same = by_name.get(fold(speaker.name), [])
            speaker.person = same[0] if len(same) == 1 else None
        return found


def speaker_of(line: str) -> Speaker:
    """`* Name, Organisation` as a speaker."""
    name, _comma, organisation = line.removeprefix(CHAIR_SIGN).partition(",")
    return Speaker(
        name=name.strip()[:LONGEST_SPEAKER],
        organisation_name=organisation.strip()[:300],
        chairs=line.startswith(CHAIR_SIGN),
    )


def spoken_line(speaker: Speaker) -> str:
    """A speaker as a line of the form."""
    line = ", ".join(filter(None, [speaker.name, speaker.organisation_name]))
    return f"{CHAIR_SIGN} {line}" if speaker.chairs else line


def refuse_backwards(form: forms.BaseForm, first: str, last: str) -> None:
    """Refuse a time that ends before it begins."""
    begins, ends = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begins and ends and begins >= ends:
        form.add_error(last, ValidationError(_("This is not after the beginning.")))


def refuse_after(form: forms.BaseForm, name: str, latest: str, said: Any) -> None:
    """Refuse a time that lies after another one."""
    at, last = form.cleaned_data.get(name), form.cleaned_data.get(latest)
    if at and last and at > last:
        form.add_error(name, ValidationError(said))
