"""Forms of the organiser for one-to-one meetings: plan, slots, tables, interpreters, computing, the day itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from neisse.web.core.filters import Filters, text
from neisse.web.core.forms import Form
from neisse.web.core.when import clock_text, days_text
from neisse.web.meet.forms.base import SPOKEN, RowsForm, clock
from neisse.web.meet.models import (
    Event,
    EventSession,
    InterpreterPool,
    MeetingChange,
    MeetingPlan,
    MeetingRequest,
    MeetingSlot,
    MeetingTable,
    Registration,
)

MOST_MINUTES = 30
DEFAULT_SECONDS = 60


def slot_text(slot: MeetingSlot) -> str:
    """A slot with its day, in the zone of the page."""
    day = timezone.localdate(slot.starts_at)
    return f"{days_text(day, day, short=True)}, {clock_text(slot.starts_at, slot.ends_at)}"


def offer_rows(form: forms.BaseForm, **rows: QuerySet[Any]) -> None:
    """What the fields that name rows may name."""
    for name, queryset in rows.items():
        field: Any = form.fields[name]
        field.queryset = queryset


class SlotChoice(forms.ModelChoiceField[Any]):
    """One slot, named by its time."""

    def label_from_instance(self, obj: Any) -> str:
        """Day and clock."""
        return slot_text(obj)


class SlotsChoice(forms.ModelMultipleChoiceField[Any]):
    """Several slots, named by their time."""

    def label_from_instance(self, obj: Any) -> str:
        """Day and clock."""
        return slot_text(obj)


class PersonChoice(forms.ModelChoiceField[Any]):
    """A person with the organisation."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and organisation."""
        return ", ".join(filter(None, [obj.name, obj.comes_from]))


class PlanForm(RowsForm):
    """The rules of the meetings."""

    layout = (
        "meeting_min pause_min",
        "requests_until most_open_requests",
        "fairness",
        "min_break max_in_a_row",
        "lunch",
        "lunch_for_all",
        "same_organisation_allowed",
    )
    lunch = SlotsChoice(
        MeetingSlot.objects.none(),
        label=_("Lunch slots"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who wants to eat has one of them free on each day."),
    )

    class Meta:
        model = MeetingPlan
        fields = [
            "meeting_min",
            "pause_min",
            "requests_until",
            "most_open_requests",
            "same_organisation_allowed",
            "fairness",
            "min_break",
            "max_in_a_row",
            "lunch_for_all",
        ]
        help_texts = {
            "fairness": _("Empty: the breaks are as few as possible, whoever has them."),
            "requests_until": _("Empty: until the schedule is frozen or published."),
            "min_break": _("For everybody who says nothing else in the profile."),
            "max_in_a_row": _("Empty: no limit. For everybody who says nothing else in the profile."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["min_break"].required = False
        slots = self.instance.event.slots.all()
        offer_rows(self, lunch=slots)
        self.initial["lunch"] = [slot.pk for slot in slots if slot.is_lunch]
        if not slots:
            del self.fields["lunch"], self.fields["lunch_for_all"]

    def clean_min_break(self) -> int:
        """Nothing said is no pause."""
        return self.cleaned_data["min_break"] or 0


class NeverForm(Form):
    """Two people, of whom the first never meets the second."""

    who = PersonChoice(Registration.objects.none(), label=_("Person"))
    other = PersonChoice(Registration.objects.none(), label=_("never meets"))

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data)
        people = event.registrations.filter(state=Registration.State.REGISTERED)
        named = people.select_related("organisation").order_by("name")
        offer_rows(self, who=named, other=named)


class SlotsForm(Form):
    """Slots out of a session, or of a time."""

    session = forms.ModelChoiceField(
        EventSession.objects.none(), label=_("Session"), required=False, empty_label=_("a time of its own")
    )
    begins = forms.DateTimeField(label=_("From"), required=False, widget=clock())
    ends = forms.DateTimeField(label=_("Until"), required=False, widget=clock())

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data)
        sessions = event.sessions.filter(kind=EventSession.Kind.MEETINGS)
        offer_rows(self, session=sessions)
        first = next((s for s in sessions if not s.slots.exists()), None)
        self.initial["session"] = first.pk if first else None

    def clean(self) -> dict[str, Any]:
        """The time of the session where none is given."""
        data = super().clean() or self.cleaned_data
        session = data.get("session")
        data["begins"] = data.get("begins") or (session and session.starts_at)
        data["ends"] = data.get("ends") or (session and session.ends_at)
        if not data["begins"] or not data["ends"]:
            self.add_error("begins", _("Choose a session, or give both times."))
        return data


class TablesForm(Form):
    """So many more tables."""

    count = forms.IntegerField(label=_("Number of tables"), min_value=1, max_value=2_000, initial=10)
    zone = forms.CharField(label=_("Part of the hall"), max_length=60, required=False)


class MeetingTableForm(RowsForm):
    """One table: its name, whose booth it is, when it is closed."""

    layout = ("name zone", "booth_of", "closed")
    booth_of = PersonChoice(
        Registration.objects.none(), label=_("Own booth of"), required=False, empty_label=_("nobody")
    )
    closed = SlotsChoice(
        MeetingSlot.objects.none(),
        label=_("Closed in these slots"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = MeetingTable
        fields = ["name", "zone", "booth_of"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.instance.event
        people = event.registrations.filter(state=Registration.State.REGISTERED)
        offer_rows(self, booth_of=people.select_related("organisation"), closed=event.slots.all())
        if self.instance.pk:
            self.initial["closed"] = list(self.instance.closures.values_list("slot", flat=True))


class InterpretersForm(RowsForm):
    """How many meetings at a time can be interpreted between two languages."""

    layout = ("first second people",)
    first = forms.ChoiceField(label=_("Language"), choices=SPOKEN)
    second = forms.ChoiceField(label=_("and"), choices=SPOKEN, initial="pl")

    class Meta:
        model = InterpreterPool
        fields = ["people"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pair:
            self.initial["first"], self.initial["second"] = self.instance.pair.split("-")

    def clean(self) -> dict[str, Any]:
        """The pair in the order of the alphabet; two languages that are not one."""
        data = super().clean() or self.cleaned_data
        pair = sorted({data.get("first", ""), data.get("second", "")})
        if len(pair) != 2:
            self.add_error("second", _("Choose two languages."))
            return data
        self.instance.pair = "-".join(pair)
        others = InterpreterPool.objects.filter(event=self.instance.event, pair=self.instance.pair)
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error("second", _("This pair is there already."))
        return data


class BoardFilters(Filters):
    """Whom the organiser looks for on the board."""

    q = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = text(_("Show"))
    sort = text(_("Order"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        marks = [
            ("nothing", _("nothing agreed yet")),
            ("unanswered", _("has not answered")),
            ("full", _("more than fit")),
            ("unplaced", _("not all placed")),
        ]
        self.offer("show", marks)
        self.fields["sort"].widget = forms.Select(choices=[("", _("name")), ("load", _("most meetings"))])


class RequestFilters(Filters):
    """Filters of the organiser's list of requests."""

    q = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = text(pgettext_lazy("of a meeting request", "State"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("state", MeetingRequest.State.choices)


class GridFilters(Filters):
    """What of a grid is shown."""

    q = forms.CharField(
        label=_("Person, organisation or table"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    day = text(_("Day"))

    def __init__(self, data: Any, days: list[tuple[str, str]]) -> None:
        super().__init__(data)
        if len(days) > 1:
            self.offer("day", days)
        else:
            del self.fields["day"]


class ComputeForm(Form):
    """How long to search."""

    seconds = forms.IntegerField(
        label=_("Seconds at most"), min_value=1, max_value=60 * MOST_MINUTES, initial=DEFAULT_SECONDS
    )
    seed = forms.IntegerField(label=_("Seed"), min_value=0, max_value=2**31 - 1, initial=0, required=False)


class ChangeForm(Form):
    """What happened on the day; which fields are needed depends on it."""

    kind = forms.ChoiceField(choices=MeetingChange.Kind.choices)
    registration = PersonChoice(Registration.objects.none(), label=_("Person"), required=False)
    other = PersonChoice(Registration.objects.none(), label=_("and"), required=False)
    table = forms.ModelChoiceField(MeetingTable.objects.none(), label=_("Table"), required=False)
    slot = SlotChoice(MeetingSlot.objects.none(), label=_("Slot"), required=False)
    request = forms.ModelChoiceField(MeetingRequest.objects.none(), label=_("Meeting"), required=False)

    NEEDED: ClassVar[dict[str, tuple[str, ...]]] = {
        MeetingChange.Kind.NO_SHOW: ("registration",),
        MeetingChange.Kind.LATE: ("registration", "slot"),
        MeetingChange.Kind.TABLE_CLOSED: ("table",),
        MeetingChange.Kind.REQUEST_REMOVED: ("request",),
        MeetingChange.Kind.REQUEST_ADDED: ("registration", "other"),
    }

    def __init__(self, data: Any = None, *, event: Event) -> None:
        super().__init__(data)
        people = event.registrations.filter(state=Registration.State.REGISTERED)
        named = people.select_related("organisation").order_by("name")
        offer_rows(
            self,
            registration=named,
            other=named,
            table=event.meeting_tables.all(),
            slot=event.slots.filter(starts_at__gt=timezone.now()),
            request=event.meeting_requests.filter(state=MeetingRequest.State.ACCEPTED),
        )

    def clean(self) -> dict[str, Any]:
        """Everything that this kind of change speaks of."""
        data = super().clean() or self.cleaned_data
        for name in self.NEEDED.get(data.get("kind", ""), ()):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Choose one."))
        return data
