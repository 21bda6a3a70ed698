"""Rows as the engine's values."""

from __future__ import annotations

from neisse.engine import values
from neisse.engine.values import LANGUAGES, Place, Texts
from neisse.web.record.bridge.fields import texts_out
from neisse.web.record.bridge.measures import period_of
from neisse.web.record.models import Measure, Organisation


def place_value(row: Measure | Organisation) -> Place:
    """Where a row is."""
    return Place(row.city, row.country, row.lat, row.lon, getattr(row, "online", False))


def measure_value(row: Measure) -> values.Measure:
    """A measure as the overlap engine takes it; ids are the keys of the files."""
    return values.Measure(
        id=row.key,
        title=row.title,
        owner=row.owner.key,
        kind=row.kind,
        description=row.description,
        language=row.language if row.language in LANGUAGES else None,
        partners=tuple(sorted(partner.key for partner in row.partners.all())),
        period=period_of(row),
        certainty=values.Certainty(row.certainty),
        place=place_value(row),
        venue=row.venue,
        topics=tuple(row.topics),
        audience=tuple(row.audience),
        cost_cents=row.cost_cents,
        staff_days=row.staff_days,
        visibility=values.Visibility(row.visibility),
        url=row.url,
    )


def organisation_value(row: Organisation) -> values.Organisation:
    """An organisation as the partner engine takes it."""
    return values.Organisation(
        id=row.key,
        name=row.name,
        kind=row.kind,
        names=Texts(**texts_out(row, "names")),
        aliases=tuple(row.aliases),
        place=place_value(row),
        sectors=tuple(row.sectors),
        offers=tuple(offer.text for offer in row.offers.all()),
        needs=tuple(need.text for need in row.needs.all()),
        ror=row.ror,
        lei=row.lei,
        nip=row.nip,
        regon=row.regon,
        krs=row.krs,
        hrb=row.hrb,
        url=row.url,
    )
