"""Forms of the record stage. Every form makes one contract object; `actions.edit` stores it."""

from __future__ import annotations

from neisse.web.record.forms.base import RecordForm
from neisse.web.record.forms.groups import MembershipForm, NetworkForm, SectionForm, TopicGroupForm
from neisse.web.record.forms.measure import MeasureForm
from neisse.web.record.forms.organisation import OrganisationForm
from neisse.web.record.forms.people import FigureForm, PersonForm

FORMS: dict[str, type[RecordForm]] = {
    form.of: form
    for form in (
        OrganisationForm,
        PersonForm,
        NetworkForm,
        MembershipForm,
        MeasureForm,
        SectionForm,
        TopicGroupForm,
        FigureForm,
    )
}

__all__ = ["FORMS", "RecordForm"]
