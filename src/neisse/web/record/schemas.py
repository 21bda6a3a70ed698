"""The contract objects of every kind as the API describes and checks them.

Types and bounds are checked here; what needs the database or the calendar (references, periods, checksums) by
`actions.store`. Fields that no schema names are kept with the record, as in files.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from neisse.web.core.api.reading import OneLine

Text = Annotated[str, Field(max_length=10_000)]
Line = Annotated[str, Field(max_length=500), OneLine]
Name = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\S"), OneLine]
Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S"), OneLine]
Ids = Annotated[list[Id], Field(max_length=500)]
Lines = Annotated[list[Line], Field(max_length=200)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$|^$", examples=["2026-10-21"])]
Moment = Annotated[str, Field(max_length=40, examples=["2026-10-21", "2026-10-21T09:00:00+02:00"])]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$|^$", examples=["PL"])]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Whole = Annotated[int, Field(ge=0, le=2_147_483_647)]
Year = Annotated[int, Field(ge=1000, le=2999)]
READ_ONLY = ("type", "slug", "version", "href")


class Strict(Schema):
    """Numbers are numbers and texts are texts; nothing is converted."""

    model_config = ConfigDict(strict=True, extra="allow")


class Texts(Strict):
    """A text in up to three languages."""

    model_config = ConfigDict(strict=True, extra="forbid")

    de: Text = ""
    pl: Text = ""
    en: Text = ""


class Names(Texts):
    """A name in up to three languages."""

    de: Annotated[str, Field(max_length=300), OneLine] = ""
    pl: Annotated[str, Field(max_length=300), OneLine] = ""
    en: Annotated[str, Field(max_length=300), OneLine] = ""


class Titles(Texts):
    """A title in up to three languages."""

    de: Line = ""
    pl: Line = ""
    en: Line = ""


class Record(Strict):
    """What every object has."""

    id: Id = Field(description="The key in files; other records refer to it.")
    invented: bool = Field(False, description="Invented for an example.")
    source: Line = Field("", description="Where the record comes from.")
    sources: dict[str, Line] = Field({}, description="Where single facts come from, by field.")
    confirmed_on: Day = Field("", description="The day on which somebody last confirmed it.")


class Organisation(Record):
    """An agency, association, city, chamber, company, institute, clinic ..."""

    name: Name = Field(examples=["Musterinstitut Breslau"])
    names: Names = Names()
    aliases: Lines = []
    kind: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S"), OneLine] = Field(
        "other", examples=["research"]
    )
    city: Annotated[str, Field(max_length=120), OneLine] = Field("", examples=["Wrocław"])
    country: Country = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    sectors: Lines = Field([], examples=[["biotech"]])
    offers: Lines = Field([], description="What it has for others, in any of the three languages.")
    needs: Lines = Field([], description="What it looks for.")
    offers_confirmed: dict[str, Day] = Field(
        {}, description="When an offer or a need was last confirmed, by its text."
    )
    ror: Annotated[str, Field(max_length=40), OneLine] = ""
    lei: Annotated[str, Field(max_length=20), OneLine] = ""
    nip: Annotated[str, Field(max_length=15), OneLine] = ""
    regon: Annotated[str, Field(max_length=14), OneLine] = ""
    krs: Annotated[str, Field(max_length=12), OneLine] = ""
    hrb: Annotated[str, Field(max_length=60), OneLine] = ""
    url: Annotated[str, Field(max_length=300), OneLine] = Field("", examples=["https://example.org"])
    status: Annotated[str, Field(max_length=20), OneLine] = ""
    size: Whole | None = Field(None, description="Employees.")
    founded: Year | None = None
    descriptions: Texts = Texts()
    address: Annotated[str, Field(max_length=300), OneLine] = Field("", description="Street and number.")
    postcode: Annotated[str, Field(max_length=12), OneLine] = ""
    phone: Annotated[str, Field(max_length=60), OneLine] = ""
    mail: Annotated[str, Field(max_length=254), OneLine] = ""
    contact_visibility: Annotated[str, Field(pattern="^(public|circle)$")] = Field(
        "circle", description="Who sees address, postcode, telephone and mail."
    )
    visibility: Annotated[str, Field(pattern="^(public|circle)$")] = "public"


class Consent(Strict):
    """What a person has agreed to; without it no contact data are kept."""

    purpose: Annotated[str, Field(max_length=200), OneLine] = ""
    given_on: Day = ""
    until: Day = ""
    by: Annotated[str, Field(max_length=200, description="Who says so."), OneLine] = ""


class Person(Record):
    """An office holder. Contact data are kept with consent only, and shown to the circle only."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S"), OneLine] = Field(
        examples=["Anna Muster"]
    )
    office: Annotated[str, Field(max_length=200), OneLine] = ""
    organisation: Annotated[str, Field(max_length=200), OneLine] = Field(
        "", description="Id of an organisation."
    )
    languages: Lines = []
    email: Annotated[str, Field(max_length=254), OneLine] = ""
    phone: Annotated[str, Field(max_length=40), OneLine] = ""
    consent: Consent = Consent()


class Network(Record):
    """A network of organisations."""

    name: Name = Field(examples=["Musternetzwerk"])
    names: Names = Names()
    kind: Annotated[str, Field(max_length=40), OneLine] = ""
    organisation: Annotated[str, Field(max_length=200), OneLine] = Field(
        "", description="Id of the organisation that it is."
    )
    founded: Year | None = None


class Membership(Record):
    """An organisation belongs to a network, from a day until a day (exclusive)."""

    network: Id
    organisation: Id
    from_: Day = Field("", alias="from")
    until: Day = ""
    kind: Annotated[str, Field(max_length=60), OneLine] = Field("", examples=["supporting member"])
    fee_class: Annotated[str, Field(max_length=60), OneLine] = Field("", description="For the circle only.")
    representative: Annotated[str, Field(max_length=200), OneLine] = Field("", description="Id of a person.")


class Section(Record):
    """A part of a network for one branch."""

    network: Id
    name: Name = Field(examples=["Medizintechnik"])
    names: Names = Names()
    description: Text = ""
    descriptions: Texts = Texts()
    chair: Annotated[str, Field(max_length=200), OneLine] = Field(
        "", description="Id of a person or an organisation."
    )
    members: Ids = []
    topics: Lines = []


class TopicGroup(Record):
    """A group of a section or network that works on topics and meets."""

    name: Name = Field(examples=["Reinraum"])
    names: Names = Names()
    section: Annotated[str, Field(max_length=200), OneLine] = ""
    network: Annotated[str, Field(max_length=200), OneLine] = ""
    chair: Annotated[str, Field(max_length=200), OneLine] = ""
    members: Ids = []
    topics: Lines = []
    meetings: Ids = Field([], description="Ids of measures.")


class Place(Strict):
    """Where a measure is."""

    city: Annotated[str, Field(max_length=120), OneLine] = ""
    country: Country = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    online: bool = False


class Measure(Record):
    """Anything that an organisation plans. Its time: `starts` and `ends`, or a vague `period`."""

    title: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S"), OneLine] = Field(
        examples=["Tag der offenen Labore"]
    )
    titles: Titles = Titles()
    description: Text = ""
    descriptions: Texts = Texts()
    language: Annotated[str, Field(pattern="^(de|pl|en)?$")] = Field("", examples=["de"])
    kind: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S"), OneLine] = Field(
        "other", examples=["event"]
    )
    owner: Id = Field(description="Id (or the only name) of an organisation.", examples=["muster-1"])
    partners: Ids = Field([], description="Ids of the co-owners.")
    starts: Moment = ""
    ends: Moment = Field("", description="The last day, or the end of the last hour.")
    period: Annotated[str, Field(max_length=40), OneLine] = Field("", examples=["2026-Q3", "2026-autumn"])
    certainty: Annotated[str, Field(pattern="^(idea|planned|confirmed|postponed|cancelled)$")] = "planned"
    place: Place = Place()
    venue: Annotated[str, Field(max_length=300), OneLine] = Field("", description="House and room.")
    topics: Lines = []
    audience: Lines = []
    cost_cents: Annotated[int, Field(ge=0, le=9_007_199_254_740_991)] | None = None
    staff_days: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    visibility: Annotated[str, Field(pattern="^(public|circle|blind)$")] = "public"
    url: Line = ""


class Figure(Record):
    """A published number."""

    about: Annotated[str, Field(max_length=200), OneLine] = Field(
        "", description="Id of an organisation, network or measure."
    )
    concept: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S"), OneLine] = Field(
        examples=["members"]
    )
    value: Annotated[float, Field(ge=-1e15, le=1e15)] = Field(examples=[136])
    unit: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S"), OneLine] = Field(
        examples=["organisations"]
    )
    year: Year | None = None
    date: Day = ""
    note: Line = ""


OBJECTS: dict[str, type[Record]] = {
    "organisation": Organisation,
    "person": Person,
    "network": Network,
    "membership": Membership,
    "section": Section,
    "topic_group": TopicGroup,
    "measure": Measure,
    "figure": Figure,
}


@cache
def stored(schema: type[Record]) -> type[Schema]:
    """What the API gives out: every field optional, with the address and the version of the record."""
    fields: dict[str, Any] = {
        "type": (str, Field(description="The kind.")),
        "slug": (str, Field(description="The record in addresses.")),
        "version": (int, Field(description="Grows with every change.")),
        "href": (str, Field(description="The record in this API.")),
    }
    return create_model(f"Stored{schema.__name__}", __base__=changes(schema), **fields)


@cache
def changes(schema: type[Record]) -> type[Schema]:
    """Some fields of an object; null empties a field."""
    fields: dict[str, Any] = {}
    for name, field in schema.model_fields.items():
        bounds: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        fields[name] = (bounds | None, Field(None, alias=field.alias, description=field.description))
    return create_model(f"{schema.__name__}Changes", __base__=Strict, **fields)


@cache
def new(schema: type[Record]) -> type[Schema]:
    """An object that does not exist yet: without an id it gets one."""
    return create_model(
        f"New{schema.__name__}",
        __base__=schema,
        id=(Id | None, Field(None, description="Made up if missing.")),
    )
