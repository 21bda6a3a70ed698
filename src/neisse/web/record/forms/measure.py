"""The form of a measure; its time is written as people say it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from neisse.web.core.queries import today
from neisse.web.core.said import said as in_words
from neisse.web.core.said import sentence_of
from neisse.web.core.when import period_text
from neisse.web.record.bridge.fields import Object
from neisse.web.record.bridge.reading import is_error, read_when
from neisse.web.record.forms.base import Layout, OwnChoiceField, RecordForm
from neisse.web.record.forms.fields import EuroField, LinesField, ReferenceField, ReferencesField, find_keys
from neisse.web.record.forms.organisation import short_text
from neisse.web.record.models import Measure, Visibility
from neisse.web.record.queries.choices import rows_for, shown_names
from neisse.web.record.rules.seen import organisations_of

LANGUAGES = [("", "-"), ("de", _("German")), ("pl", _("Polish")), ("en", _("English"))]


class MeasureForm(RecordForm):
    """A plan. `when` takes days, times and vague periods in three languages."""

    of = "measure"
    translated: ClassVar = {"titles": (500, False), "descriptions": (20_000, True)}
    layout: ClassVar[Layout] = (
        (_("What"), ("title", "kind language", "description", "topics", "audience")),
        (_("When and where"), ("when certainty", "place__city place__country", "venue", "place__online")),
        (_("Who"), ("owner", "partners", "visibility")),
        (_("Effort"), ("cost_cents staff_days", "url")),
        (_("Titles in other languages"), ("titles__*",)),
        (_("Descriptions in other languages"), ("descriptions__*",)),
        (_("Bookkeeping"), ("source", "reason")),
    )

    title = forms.CharField(label=_("Title"), max_length=500)
    language = forms.ChoiceField(label=_("Language of the title"), choices=LANGUAGES, required=False)
    kind = OwnChoiceField(label=_("Kind"), choices=Measure.Kind.choices)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    topics = LinesField(label=_("Topics"), commas=True)
    audience = LinesField(label=_("Audience"), commas=True)
    when = short_text(
        _("When"),
        120,
        help_text=_("21–23 October 2026 · 21.10.2026 14:00–16:00 · week 43 · autumn 2026 · Q3 2026"),
    )
    certainty = forms.ChoiceField(label=_("Certainty"), choices=Measure.Certainty.choices, initial="planned")
    place__city = short_text(_("Town"), 120)
    place__country = short_text(_("Country"), 40)
    venue = short_text(_("Venue"), 300, help_text=_("House and room, where they are known."))
    place__online = forms.BooleanField(label=_("online"), required=False)
    owner = ReferenceField("organisation", label=_("Owner"))
    partners = ReferencesField("organisation", label=_("Together with"), rows=2)
    visibility = forms.ChoiceField(
        label=_("Visibility"),
        choices=Visibility.choices,
        help_text=_("Blind: only those whose plan overlaps learn of it, and only after both agree."),
    )
    cost_cents = EuroField(label=_("Cost in euro"))
    staff_days = forms.FloatField(
        label=_("Staff days"), required=False, min_value=0, max_value=1_000_000, localize=True
    )
    url = short_text(_("Website"), 500)
    source = short_text(_("Source"), 500)

    def __init__(self, data: Any = None, **rest: Any) -> None:
        super().__init__(data, **rest)
        if self.row is not None:
            self.initial["when"] = when_said(self.row)
        else:
            self.initial.setdefault("visibility", Visibility.CIRCLE.value)  # until somebody publishes it
        self._offer_own()

    def _offer_own(self) -> None:
        """Who speaks for one organisation plans for that one, unless it says otherwise."""
        mine = rows_for("organisation", self.user).filter(pk__in=organisations_of(self.user))
        keys = list(mine.values_list("key", flat=True)[:2])
        if self.row is None and len(keys) == 1:
            self.initial.setdefault("owner", shown_names("organisation", keys, self.user)[0])

    def clean_when(self) -> str:
        """A period that can be read, or an error that says what to write."""
        said = str(self.cleaned_data.get("when") or "").strip()
        self.times, _period, findings = read_when(said, today(), str(self.data.get("place__country", "")))
        for finding in findings:
            if is_error(finding):
                raise forms.ValidationError(sentence_of(finding))
            self.remarks.append(in_words(finding.text))
        return said

    def clean_owner(self) -> str:
        """Members speak for their own organisations; a co-owner leaves the owner as it is."""
        owner: str = self.cleaned_data["owner"]
        row = rows_for("organisation", self.user).filter(key=owner).first()
        is_same = self.row is not None and self.row.owner.key == owner
        if not is_same and not self.user.has_perm("record.add_measure_for", row):
            raise forms.ValidationError(_("You do not speak for this organisation."))
        return owner

    def object_typed(self) -> Object:
        """The object, its time in the contract's form."""
        obj = super().object_typed()
        del obj["when"]
        return {**obj, **self.times}


def when_said(row: Measure) -> str:
    """The time of a measure as a reader of this language would write it, if that reads back the same."""
    if row.start is None:
        return ""
    said = period_text(row)
    times, _period, findings = read_when(said, today(), row.country)
    exact = {"starts": "", "ends": "", "period": ""} | _times_of(row)
    return said if times == exact and not findings else " ".join(filter(None, _times_of(row).values()))


def _times_of(row: Measure) -> Object:
    from neisse.web.record.bridge.measures import times_out

    return {name: value for name, value in times_out(row) if value}


def owner_key(said: str, user: Any) -> str:
    """The id behind what stands in the owner field; what is unknown stays as it is."""
    try:
        return find_keys("organisation", [said], user)[0] if said else ""
    except forms.ValidationError:
        return said
