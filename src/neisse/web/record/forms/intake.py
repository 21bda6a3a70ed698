"""Forms of the intake: the manager's for a link, the addressee's for a plan."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from neisse.formats.limits import DEFAULT_LIMITS
from neisse.web.core.forms import Form
from neisse.web.record.bridge.fields import Object
from neisse.web.record.forms.base import Layout
from neisse.web.record.forms.fields import ReferenceField
from neisse.web.record.forms.measure import MeasureForm
from neisse.web.record.forms.organisation import short_text
from neisse.web.record.models import IntakeLink

DAYS = 90
NOT_ASKED = ("owner", "partners", "source", "reason", "language", "url", "cost_cents", "staff_days")


class LinkForm(Form):
    """For whom a link is, and how long it opens."""

    organisation = ReferenceField("organisation", label=_("Organisation"))
    addressee = short_text(_("For whom"), 200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    days = forms.IntegerField(label=_("Days it opens"), min_value=1, max_value=730, initial=DAYS)

    def __init__(self, data: Any = None, *, user: Any, **rest: Any) -> None:
        super().__init__(data, **rest)
        self.fields["organisation"].offer("organisation", user)  # type: ignore[attr-defined]


class PlanForm(MeasureForm):
    """A plan of the link's organisation, in short."""

    layout: ClassVar[Layout] = (
        (_("Your plan"), ("title", "kind certainty", "description", "topics audience")),
        (_("When and where"), ("when", "place__city place__country", "venue", "place__online")),
        (_("Who may see it"), ("visibility",)),
    )
    translated: ClassVar[dict[str, tuple[int, bool]]] = {}

    note = forms.CharField(
        label=_("A word to the coordinators"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, link: IntakeLink, **rest: Any) -> None:
        self.link = link
        super().__init__(data, user=AnonymousUser(), **rest)
        for name in NOT_ASKED:
            del self.fields[name]

    def object_typed(self) -> Object:
        """The plan, owned by the link's organisation."""
        obj = super().object_typed()
        return {name: value for name, value in obj.items() if name != "note"} | {
            "owner": self.link.organisation.key
        }


class PlanFileForm(Form):
    """Plans in a file."""

    file = forms.FileField(label=_("File"), max_length=255)
    note = forms.CharField(
        label=_("A word to the coordinators"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_file(self) -> Any:
        """Refuse by size before anything is read."""
        file = self.cleaned_data["file"]
        if file.size > DEFAULT_LIMITS.bytes:
            limit = DEFAULT_LIMITS.bytes // 1_000_000
            raise forms.ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": limit})
        return file
