"""Measures of the file contract: JSON objects to values and back."""

from __future__ import annotations

from typing import Any, TypeVar

from neisse.engine.values import (
    LANGUAGES,
    Certainty,
    Measure,
    MeasureKind,
    NeisseError,
    Period,
    Place,
    Visibility,
    say,
)
from neisse.engine.values.measure import KIND_NAMED
from neisse.engine.values.period_code import format_period_code, parse_period_code, parse_span
from neisse.formats.fields import Fields

MEASURE_KEYS = frozenset(
    {
        "id", "title", "description", "language", "kind", "owner", "partners", "starts", "ends", "period",
        "certainty", "place", "venue", "topics", "audience", "cost_cents", "staff_days", "visibility", "url",
    }
)  # fmt: skip
C = TypeVar("C", Certainty, Visibility)
PLACE_KEYS = ("city", "country", "lat", "lon", "online")


def read_measure(fields: Fields) -> Measure:
    """The measure of one object; what cannot be read is left out and remarked on `fields`."""
    language = fields.text("language").lower()
    if language and language not in LANGUAGES:
        fields.remark(
            "measure.language",
            "language",
            say("language “%(language)s” is not de, pl or en", language=language),
        )
    kind = fields.text("kind", MeasureKind.OTHER)
    if kind not in KIND_NAMED:
        fields.remark("measure.kind", "kind", say("unknown kind “%(kind)s”, treated as other", kind=kind))
    for required in ("owner", "kind"):
        if not fields.data.get(required):
            fields.remark("field.missing", required, say("“%(key)s” is missing", key=required))
    return Measure(
        id=fields.text("id"),
        title=fields.text("title"),
        owner=fields.text("owner"),
        kind=kind,
        description=fields.text("description"),
        language=language if language in LANGUAGES else None,
        partners=fields.texts("partners"),
        period=_read_period(fields),
        certainty=_one_of(fields, "certainty", Certainty.PLANNED),
        place=read_place(fields.part("place")),
        venue=fields.text("venue"),
        topics=fields.texts("topics"),
        audience=fields.texts("audience"),
        cost_cents=fields.integer("cost_cents"),
        staff_days=fields.number("staff_days", low=0),
        visibility=_one_of(fields, "visibility", Visibility.PUBLIC),
        url=fields.text("url"),
    )


def read_place(fields: Fields) -> Place:
    """A place; coordinates count only as a pair."""
    lat, lon = fields.number("lat", -90, 90), fields.number("lon", -180, 180)
    if lat is None or lon is None:
        lat = lon = None
    return Place(fields.text("city"), fields.text("country"), lat, lon, fields.flag("online"))


def write_measure(measure: Measure) -> dict[str, Any]:
    """The object of a measure, empty fields left out; `read_measure` gives the same measure back."""
    row: dict[str, Any] = {"id": measure.id, "title": measure.title}
    row |= _filled("description", measure.description) | _filled("language", measure.language)
    row |= {"kind": measure.kind, "owner": measure.owner}
    row |= _filled("partners", list(measure.partners)) | _write_period(measure.period)
    row |= {"certainty": str(measure.certainty)} | _filled("place", write_place(measure.place))
    row |= _filled("venue", measure.venue)
    for key in ("topics", "audience"):
        row |= _filled(key, list(getattr(measure, key)))
    row |= {k: v for k in ("cost_cents", "staff_days") if (v := getattr(measure, k)) is not None}
    return row | {"visibility": str(measure.visibility)} | _filled("url", measure.url)


def write_place(place: Place) -> dict[str, Any]:
    """The object of a place, empty fields left out."""
    return {k: v for k in PLACE_KEYS if (v := getattr(place, k)) not in ("", None, False)}


def _read_period(fields: Fields) -> Period | None:
    starts, ends, code = fields.text("starts"), fields.text("ends"), fields.text("period")
    try:
        if starts:
            return parse_span(starts, ends) if len(starts) > len("2026-09") else parse_period_code(starts)
        if code:
            return parse_period_code(code)
    except NeisseError as error:
        fields.remark(error.code, "starts" if starts else "period", error.text, error.hint)
        return None
    if ends:
        fields.remark("period.start", "ends", "an end without a start is left out")
    return None


def _write_period(period: Period | None) -> dict[str, str]:
    if period is None:
        return {}
    if period.precision.is_vague:
        return {"period": format_period_code(period)}
    if period.starts_at is None:
        return {"starts": period.start.isoformat()} | (
            {"ends": period.last_day.isoformat()} if period.days > 1 else {}
        )
    ends = {"ends": period.ends_at.isoformat()} if period.ends_at else {}
    return {"starts": period.starts_at.isoformat()} | ends


def _one_of(fields: Fields, key: str, default: C) -> C:
    text = fields.text(key)
    members = {str(member): member for member in type(default)}
    if text and text not in members:
        fields.remark(
            "field.value",
            key,
            say("“%(said)s” is no %(key)s; %(default)s is taken", said=text, key=key, default=default),
        )
    return members.get(text, default)


def _filled(key: str, value: Any) -> dict[str, Any]:
    return {key: value} if value else {}
