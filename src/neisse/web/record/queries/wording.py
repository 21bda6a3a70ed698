"""Versions in the reader's words: names for keys, labels for codes, days as the language writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from neisse.web.core.when import clock_text, days_text
from neisse.web.record.bridge import KINDS
from neisse.web.record.labels import sector_label, side_label
from neisse.web.record.models import Measure, Organisation, Visibility
from neisse.web.record.queries.choices import name_of

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
# Who refers to persons and organisations alike.
CHAIR = ("person", "organisation")
# What the product itself says of a version.
BACK = re.compile(r"back to the version of (.+)")
OF_RECORDS = {
    "import": gettext_lazy("import: %(name)s"),
    "undo of import": gettext_lazy("undo of import: %(name)s"),
    "merged": gettext_lazy("merged: %(name)s"),
    "merge undone": gettext_lazy("merge undone: %(name)s"),
}
PLAIN = {
    "account": gettext_lazy("account"),
    "still valid": gettext_lazy("still valid"),
    "example": gettext_lazy("example"),
}


def value_text(kind: str, field: str, value: Any, user: Any) -> str:
    """A value of an object for people; what the reader may not see stays its id."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, list):
        return ", ".join(value_text(kind, field, part, user) for part in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if targets := _targets(kind, field):
        return name_of(targets, str(value), user) or str(value)
    if label := LABELS.get((kind, field), LABELS.get(("", field))):
        return label(str(value))
    return _time_text(str(value))


def reason_text(reason: str) -> str:
    """Why a version was made: what the product says itself in the reader's language, what people wrote as it is."""
    head, _sign, rest = reason.partition(": ")
    if rest and head in OF_RECORDS:
        return str(OF_RECORDS[head]) % {"name": rest.replace(" into ", " → ") if head == "merged" else rest}
    if reason in PLAIN:
        return str(PLAIN[reason])
    if (back := BACK.fullmatch(reason)) is not None:
        return _("back to the version of %(day)s") % {"day": moment_text(back[1])}
    return reason


def moment_text(said: str) -> str:
    """A moment in ISO form on the clock of the region, as the language writes it; other texts as they are."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return said
    local = timezone.localtime(moment) if moment.tzinfo else moment
    return date_format(local, "SHORT_DATETIME_FORMAT")


def _time_text(said: str) -> str:
    try:
        if DAY.fullmatch(said):
            day = date.fromisoformat(said)
            return days_text(day, day)
        if MOMENT.fullmatch(said):
            moment = timezone.localtime(datetime.fromisoformat(said))
            return f"{days_text(moment.date(), moment.date())}, {clock_text(moment, None)}"
    except ValueError:
        return said
    return said


def _targets(kind: str, field: str) -> tuple[str, ...]:
    if field == "chair":
        return CHAIR
    return tuple(target for name, target in KINDS[kind].refers if name == field)


def _of(choices: Any) -> Callable[[str], str]:
    words = dict(choices.choices)
    return lambda code: str(words.get(code, code))


LABELS: dict[tuple[str, str], Callable[[str], str]] = {
    ("organisation", "kind"): _of(Organisation.Kind),
    ("measure", "kind"): _of(Measure.Kind),
    ("measure", "certainty"): _of(Measure.Certainty),
    ("", "visibility"): _of(Visibility),
    ("", "contact_visibility"): _of(Visibility),
    ("", "sectors"): sector_label,
    ("", "country"): side_label,
    ("", "place__country"): side_label,
}
