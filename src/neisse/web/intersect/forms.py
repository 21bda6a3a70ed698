"""Forms of the intersect stage."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from neisse.web.core.filters import Filters, choice_label, language_name, text
from neisse.web.core.forms import Form
from neisse.web.intersect.models import Overlap, PartnerFeedback, ProfileType
from neisse.web.record.forms.fields import ReferenceField
from neisse.web.record.labels import sector_label
from neisse.web.record.models import Organisation
from neisse.web.record.queries.facets import Choice

ANY = ("", _("all"))
BORDER = [("across", _("across the border")), ("same", _("on one side"))]


class OverlapFilter(Form):
    """What the list of overlaps can be narrowed by."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    verdict = forms.ChoiceField(label=_("Verdict"), required=False, choices=[ANY, *Overlap.Verdict.choices])
    state = forms.ChoiceField(
        label=pgettext_lazy("of an overlap", "State"),
        required=False,
        choices=[*Overlap.State.choices, ("all", _("all"))],
    )
    border = forms.ChoiceField(
        label=_("Border"),
        required=False,
        choices=[ANY, *BORDER],
    )

    def wanted(self) -> dict[str, Any]:
        """The cleaned filter; open overlaps where nothing else is asked."""
        data = self.cleaned_data if self.is_valid() else {}
        return {**data, "state": data.get("state") or Overlap.State.OPEN}


class GroupFilter(Filters):
    """What groups can be narrowed by."""

    q = text(_("Words"))
    border = text(_("Border"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer("border", BORDER)


class PairFilter(GroupFilter):
    """What the strongest proposals of partners can be narrowed by."""

    q = text(_("Organisation"))


class DecisionForm(Form):
    """Accept, dismiss or reopen, with a note."""

    state = forms.ChoiceField(choices=Overlap.State.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)


class OpeningForm(Form):
    """What a side says to a closed overlap."""

    answer = forms.ChoiceField(choices=[(value, value) for value in ("agreed", "closed", "withdrawn")])


class AnswerForm(Form):
    """What an organisation says to a proposed partner; `withdrawn` takes an answer back."""

    partner = forms.CharField()
    answer = forms.ChoiceField(choices=[*PartnerFeedback.Answer.choices, ("withdrawn", "withdrawn")])
    note = forms.CharField(required=False, max_length=500)


class TextForm(Form):
    """An offer or need is still valid, or of a type."""

    text = forms.CharField(max_length=500, strip=False)
    still_valid = forms.BooleanField(required=False)
    type = forms.ChoiceField(required=False, choices=[("", ""), *ProfileType.Type.choices])


class WhyForm(Form):
    """Why is this organisation not among the proposals?"""

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        field = ReferenceField("organisation", label=_("Organisation"), required=False)
        field.offer("why", user)
        self.fields["why"] = field


SIZES = {
    "micro": _("fewer than 10"),
    "small": _("10 to 49"),
    "medium": _("50 to 249"),
    "large": _("250 and more"),
}


class PartnerFilters(Filters):
    """What the proposals can be narrowed by, with how many there are of each."""

    more = ("size", "distance", "language", "type")

    border = text(_("Border"))
    sector = text(_("Sector"))
    kind = text(_("Kind"))
    size = text(_("Employees"))
    distance = text(_("Distance"))
    language = text(_("Language"))
    type = text(_("Type of profile"))

    def __init__(self, data: Any, facets: dict[str, list[Choice]]) -> None:
        super().__init__(data)
        self.offer_counted("border", facets["border"], choice_label(BORDER))
        self.offer_counted("sector", facets["sector"], sector_label)
        self.offer_counted("kind", facets["kind"], choice_label(Organisation.Kind.choices))
        self.offer_counted("size", facets["size"], choice_label(SIZES.items()))
        near = sorted(facets["distance"], key=lambda choice: int(choice[0]))
        self.offer_counted(
            "distance", near, lambda km: gettext("up to %(km)s km") % {"km": km}, by_label=False
        )
        self.offer_counted("language", facets["language"], language_name)
        self.offer_counted("type", facets["type"], choice_label(ProfileType.Type.choices))


SIDES = {
    "region": _("Regions"),
    "country": _("Countries"),
    "sector": _("Sectors"),
    "section": _("Sections"),
    "network": _("Networks"),
    "city": _("Towns"),
}


class FieldsForm(Form):
    """The two sides between which fields are looked for."""

    a = forms.CharField(label=_("One side"), max_length=200)
    b = forms.CharField(label=_("The other side"), max_length=200)

    def __init__(self, data: Any, choices: dict[str, list[tuple[str, str]]]) -> None:
        super().__init__(data)
        groups = [(SIDES[kind], offered) for kind, offered in choices.items() if offered]
        for field in self.fields.values():
            field.widget = forms.Select(choices=[("", "–"), *groups])


class ConceptFilter(Filters):
    """What the own topics can be narrowed by."""

    q = text(_("Words"))


class ConceptForm(Form):
    """A topic of the network's own vocabulary."""

    key = forms.RegexField(
        r"^[-a-z0-9]+$",
        label=_("Key"),
        max_length=60,
        help_text=_("small letters, digits and hyphens; the key of a topic of the product replaces it"),
    )
    label_de = forms.CharField(label=_("German"), max_length=120)
    label_pl = forms.CharField(label=_("Polish"), max_length=120)
    label_en = forms.CharField(label=_("English"), max_length=120)
    patterns = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "synonyms in all languages, split by commas; a word begins so; =word: the whole word, *word: anywhere in a word"
        ),
    )

    def clean_patterns(self) -> str:
        """One line, as a table has it."""
        return ", ".join(
            part.strip() for part in re.split(r"[,\n\t]", self.cleaned_data["patterns"]) if part.strip()
        )


class TableForm(Form):
    """A table of topics."""

    table = forms.FileField(
        label=_("Table (TSV)"), widget=forms.FileInput(attrs={"accept": ".tsv,text/tab-separated-values"})
    )
