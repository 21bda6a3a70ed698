"""An instance with words that nobody but some may read, planted in every field and in every kind of reference.

A secret has two words: `ask` is what a reader may look for, `tell` what only those who may see it are told. An
echo of what was asked is therefore no leak, and `tell` is what answers are searched for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from neisse.web.core.actors import SYSTEM

PLANNERS = frozenset({"circle", "manager"})
READERS = ("public", "guest", "stranger", "partner", "owner", "own", "circle", "manager")


@dataclass(frozen=True)
class Secret:
    """Two words, and who may read the second."""

    ask: str
    tell: str
    may: frozenset[str]

    @property
    def text(self) -> str:
        """What stands in every text field."""
        return f"{self.ask} {self.tell}"


# Who may see which marker; `own` speaks for the organisation of the circle, `owner` and `partner` own the plans.
SECRETS = {
    "open": Secret("Offenbar", "Klartextiger", frozenset(READERS)),
    "blind": Secret("Finsternis", "Quarzlichter", frozenset({"owner", "partner"})),
    "circle": Secret("Rundgang", "Zirkelstein", PLANNERS | {"owner", "partner"}),
    "hidden": Secret("Verborgen", "Nebelhorner", PLANNERS | {"own"}),
    "contact": Secret("Anschrift", "rufmichan", PLANNERS | {"own"}),
    "lapsed": Secret("Frueher", "verjaehrt", frozenset({"own"})),
    "unknown": Secret("Fremdfeld", "beifanger", frozenset({"manager"})),
    "nobody": Secret("Niemand", "schattenwort", frozenset()),
}
UNKNOWN = {"mobile_private": SECRETS["unknown"].text, "invoice_iban": {"deep": [SECRETS["unknown"].tell]}}
PLANS = ("blind", "circle", "open")


@pytest.fixture
def secrets() -> dict[str, Secret]:
    """The table of markers."""
    return SECRETS


def slug_of(name: str) -> str:
    """The slug of everything that carries a secret; records of all kinds share it."""
    return SECRETS[name].tell.lower()


def texts(name: str) -> dict[str, str]:
    """The text of a secret in three languages."""
    return dict.fromkeys(("de", "pl", "en"), SECRETS[name].text)


@pytest.fixture
def readers(people: Any, user: Any, planted: Any) -> dict[str, Any]:
    """The people of every role, and somebody of the organisation of the circle."""
    from neisse.web.record.models import Organisation, Person

    own = user("member", speaks_for=Organisation.objects.get(slug=slug_of("hidden")))
    Person.objects.filter(slug__in=["person-contact", "person-lapsed"]).update(user=own)
    return {**people, "own": own}


@pytest.fixture
def planted(people: Any, record: Any, user: Any) -> None:
    """Everything that may not be told, and a row of every kind that refers to it."""
    from neisse.web.core.actions import describe_instance

    describe_instance(today=date(2026, 11, 22), countries=["DE", "PL"])
    plant_organisations(record)
    plant_plans(record)
    plant_groups(record)
    manager = user("manager")
    plant_pairs(manager)
    plant_imports(manager)
    plant_round("open")
    for name in PLANS:
        plant_meeting(name)


def plant_organisations(record: Any) -> None:
    """A hidden organisation with its people, and a public one; both with every field filled."""
    for name, visibility in (("hidden", "circle"), ("open", "public")):
        said = SECRETS[name].text
        record("organisation", id=slug_of(name), name=said, names=texts(name), aliases=[said], city=said, kind=said[:40],
               sectors=[said], offers=[said, f"{said} 2"], needs=[said], descriptions=texts(name), source=said, hrb=said,
               visibility=visibility, sources={"city": said, "odd": SECRETS["unknown"].text}, **UNKNOWN)  # fmt: skip
    consents = {"contact": "", "lapsed": "2021-01-01"}
    for name, until in consents.items():
        mail = f"{SECRETS[name].tell}@example.org"
        record("person", id=f"person-{name}", name=SECRETS["hidden"].text, office=SECRETS["hidden"].text, email=mail,
               phone=SECRETS[name].tell, organisation=slug_of("hidden"), source=SECRETS["hidden"].text,
               consent={"purpose": "x", "given_on": "2020-01-01", "until": until}, **UNKNOWN)  # fmt: skip
    record("person", id=slug_of("open"), name=SECRETS["open"].text, organisation=slug_of("open"), **UNKNOWN)


def plant_plans(record: Any) -> None:
    """A blind plan, one for the circle, and public ones that name what is hidden; each was something else before."""
    from neisse.web.record.actions import store

    for name, visibility in (("blind", "blind"), ("circle", "circle"), ("open", "public")):
        said = SECRETS[name].text
        extra = UNKNOWN if name != "blind" else {"mobile_private": SECRETS["nobody"].text}
        owners = {"owner": "owner", "partners": ["partner"]}
        record("measure", id=slug_of(name), title=said, titles=texts(name), description=said, descriptions=texts(name),
               kind="event", starts="2026-12-08", place={"city": said}, topics=[said], audience=[said], source=said,
               url=f"https://example.org/{SECRETS[name].tell}", visibility=visibility, **owners, **extra)  # fmt: skip
    record("measure", id="of-hidden", title="Plan", kind="event", owner=slug_of("hidden"), starts="2026-12-09",
           partners=["owner"], visibility="public")  # fmt: skip
    record("measure", id="with-hidden", title="Plan mit", kind="event", owner="owner", starts="2026-12-10",
           partners=[slug_of("hidden")], visibility="public")  # fmt: skip
    record(
        "measure",
        id="was-blind",
        title=SECRETS["blind"].text,
        kind="event",
        owner="owner",
        visibility="blind",
    )
    store(
        "measure",
        [{"id": "was-blind", "title": "Nun offen", "visibility": "public"}],
        actor=SYSTEM,
        reason="shown",
    )


def plant_groups(record: Any) -> None:
    """Networks, members, sections, groups and figures that refer to what is hidden; none is hidden itself."""
    hidden, person = slug_of("hidden"), "person-contact"
    record("network", id=slug_of("open"), name="Netz", organisation=hidden, **UNKNOWN)
    record(
        "membership",
        id="member",
        network=slug_of("open"),
        organisation=hidden,
        representative=person,
        **UNKNOWN,
    )
    record(
        "membership", id="other", network=slug_of("open"), organisation=slug_of("open"), representative=person
    )
    for chair in (hidden, person):
        record(
            "section",
            id=f"section-{chair}",
            network=slug_of("open"),
            name="Sektion",
            chair=chair,
            members=[hidden],
            **UNKNOWN,
        )
        record("topic_group", id=f"group-{chair}", network=slug_of("open"), name="Gruppe", chair=chair, members=[hidden],
               meetings=[slug_of(name) for name in PLANS], **UNKNOWN)  # fmt: skip
        rename("section", f"section-{chair}"), rename("topic_group", f"group-{chair}")
    for number, (about, name) in enumerate(
        [(hidden, "hidden"), (slug_of("blind"), "blind"), (slug_of("circle"), "circle")]
    ):
        extra = {"mobile_private": SECRETS["nobody"].text} if name == "blind" else UNKNOWN
        record("figure", id=f"figure-{number}", about=about, concept=SECRETS[name].text, value=number + 4711, unit="1",
               source=SECRETS[name].text, note=SECRETS[name].text, **extra)  # fmt: skip


def rename(kind: str, key: str) -> None:
    """Give a row an id and an address that tell nothing; it is not hidden itself."""
    from neisse.web.record.bridge import KINDS

    row = KINDS[kind].model.objects.get(key=key)
    KINDS[kind].model.objects.filter(pk=row.pk).update(key=f"{kind}-{row.pk}", slug=f"{kind}-{row.pk}")


def plant_pairs(asking: Any) -> None:
    """What the engine and people said of pairs of which one side is hidden."""
    from neisse.web.intersect.models import Consent, Overlap, PartnerFeedback, PartnerProposal, ProfileType
    from neisse.web.record.models import (
        Distinction,
        DuplicateProposal,
        Measure,
        Merge,
        OfficeRequest,
        Organisation,
    )

    of = {row.key: row for row in Organisation.objects.all()}
    hidden, shown = of[slug_of("hidden")], of[slug_of("open")]
    plans = {row.key: row for row in Measure.objects.all()}
    for name in ("blind", "circle", "of-hidden"):
        one = plans[name if name == "of-hidden" else slug_of(name)]
        a, b = sorted((plans[slug_of("open")], one), key=lambda row: row.pk)
        through = plans[slug_of("blind")] if name == "of-hidden" else None
        Overlap.objects.create(a=a, b=b, verdict="parallel", score=0.9, reasons=[], through=through)
    Overlap.objects.create(
        a=plans[slug_of("blind")], b=plans[slug_of("circle")], verdict="synergy", score=0.8
    )
    Consent.objects.create(
        measure=plans[slug_of("blind")], other=plans[slug_of("circle")], organisation=hidden
    )
    Consent.objects.create(
        measure=plans[slug_of("circle")], other=plans[slug_of("blind")], organisation=hidden
    )
    told = {"score": 0.9, "reasons": [], "offers_to_b": [[SECRETS["hidden"].text] * 2]}
    a, b = sorted((hidden, shown), key=lambda row: row.pk)
    for model, fields in ((PartnerProposal, told), (DuplicateProposal, {"score": 0.9}), (Distinction, {})):
        model.objects.create(a=a, b=b, **fields)
        pair = sorted((hidden, of["owner"]), key=lambda row: row.pk)
        model.objects.create(
            **dict(zip("ab", reversed(pair) if model is Distinction else pair, strict=True)), **fields
        )
    third = Organisation(key="x1", slug="x1", name="Dritte")
    third.save()
    PartnerProposal.objects.create(a=hidden, b=third, **told)
    DuplicateProposal.objects.create(a=third, b=hidden, score=0.5)
    Distinction.objects.create(a=third, b=hidden)
    for one, other in ((hidden, shown), (shown, hidden)):
        PartnerFeedback.objects.create(
            organisation=one, partner=other, answer="not_for_us", note=SECRETS["hidden"].text
        )
    OfficeRequest.objects.create(organisation=hidden, user=asking)
    ProfileType.objects.create(organisation=hidden, text=SECRETS["hidden"].text, type="TO")
    taken = {"id": "gone", "visibility": "circle", "name": SECRETS["hidden"].text}
    Merge.objects.create(survivor=hidden, gone_pk=0, key="gone", slug="gone", name=SECRETS["hidden"].text, row={},
                         before=taken, taken=taken)  # fmt: skip
    plant_removed(hidden, of["owner"], plans[slug_of("blind")])


def plant_removed(hidden: Any, owner: Any, blind: Any) -> None:
    """What was removed of what is hidden, and who took it over."""
    from neisse.web.record.bridge.whole import serialised
    from neisse.web.record.models import Removal

    for number, (name, row, whose) in enumerate((("hidden", hidden, hidden), ("blind", blind, owner))):
        Removal.objects.create(
            kind="measure" if number else "organisation",
            gone_pk=900_000 + number,
            key=f"removed-{number}",
            slug=f"removed-{number}",
            name=SECRETS[name].text,
            visibility=row.visibility,
            owner=whose,
            heir=None if number else hidden,
            rows=serialised([row]),
        )


def plant_imports(actor: Any) -> None:
    """A file with a blind plan, previewed and stored; plans sent in through a link; a calendar that is subscribed."""
    import json

    from neisse.web.record.actions.imports import begin, prepare
    from neisse.web.record.actions.intake import make_link, submit
    from neisse.web.record.actions.storing import confirm
    from neisse.web.record.models import Organisation, Subscription

    said = SECRETS["blind"].text
    plan = {"type": "measure", "id": slug_of("blind"), "title": said, "kind": "event", "owner": "owner",
            "partners": ["partner"], "visibility": "blind", "description": said}  # fmt: skip
    data = json.dumps(plan).encode()
    batch = begin("plans.jsonl", data, actor=actor)
    prepare(batch, data, actor=actor)
    done = begin("stored.jsonl", data, actor=actor)
    prepare(done, data, actor=actor)
    confirm(done, actor=actor)
    link, _secret = make_link(
        Organisation.objects.get(slug=slug_of("hidden")), addressee="x", language="de", days=9, actor=actor
    )
    submit(link, [{**plan, "id": "sent-in"}], actor=SYSTEM)
    Subscription.objects.create(
        organisation=link.organisation,
        address=f"https://{slug_of('hidden')}.example/{SECRETS['nobody'].tell}.ics",
    )


def plant_round(state: str) -> None:
    """A round in which the public owner and the hidden organisation sit."""
    from neisse.web.agree.models import Budget, Round, Seat, Team
    from neisse.web.record.models import Organisation

    hidden, owner = Organisation.objects.get(slug=slug_of("hidden")), Organisation.objects.get(key="owner")
    row = Round.objects.create(name="Runde", year=2026, state=state)
    Seat.objects.create(round=row, organisation=owner)
    Seat.objects.create(round=row, organisation=hidden, name=SECRETS["nobody"].ask)
    for number, of in enumerate((hidden, None)):
        Budget.objects.create(round=row, name=f"Topf {number}", cents=100, organisation=of)
    plant_proposal(row)
    Team.objects.create(round=row, name="Mannschaft", organisation=hidden, days_per_month=5)


def plant_proposal(row: Any) -> None:
    """A group of the plans of every visibility, and a proposal that speaks of them."""
    from neisse.web.agree.models import Group, Minute, Proposal, Question
    from neisse.web.record.models import Measure

    plans = {name: Measure.objects.get(slug=slug_of(name)) for name in PLANS}
    group = Group.objects.create(round=row, number=1, verdict="parallel")
    group.measures.set(plans.values())
    pks = [plan.pk for plan in plans.values()]
    option = {"option": f"merge:{pks[0]}", "kind": "merge", "host": pks[0], "value": 100, "cents": 0}
    act = {"measures": pks, "starts": "2026-12-01", "ends": "2026-12-02"}
    forced = {"measure": pks[0], "group": 1, "code": "choice", "proven": True, "changes": []}
    said = {"number": 1, "measures": pks, **option, "acts": [act], "lost": [], "options": [option]}
    document = {"groups": [said], "forced": [forced]}
    known = {"state": "ready", "document": document, "value": 100, "bound": 100, "is_asked": True}
    proposal = Proposal.objects.create(round=row, number=1, **known)
    for number, seat in enumerate(row.seats.all(), 1):
        asked = {"option": option["option"], "due_at": datetime(2030, 1, 1, tzinfo=UTC)}
        Question.objects.create(proposal=proposal, group=group, seat=seat, **asked)
        Minute.objects.create(
            round=row, number=number, kind="answered", seat=seat, data={"group": 1, "answer": "yes"}
        )


def plant_meeting(name: str) -> None:
    """An event and a delegation that carry a plan out, with people and hosts of the hidden organisation."""
    from neisse.web.meet.actions.events import keep
    from neisse.web.meet.actions.feeds import issue_feed
    from neisse.web.meet.actions.programme import keep_session, publish_programme
    from neisse.web.meet.models import (
        Delegation,
        DelegationMember,
        Event,
        EventSession,
        Idea,
        MeetingPlan,
        Speaker,
        Stop,
        TopicTable,
        Visit,
    )
    from neisse.web.record.models import Measure, Organisation, Person

    hidden, owner = Organisation.objects.get(slug=slug_of("hidden")), Organisation.objects.get(key="owner")
    person, plan = Person.objects.get(slug="person-contact"), Measure.objects.get(slug=slug_of(name))
    begins = datetime(2026, 12, 8, 8, tzinfo=UTC)
    known = {"title": SECRETS[name].text, "key": slug_of(name), "measure": plan, "organiser": owner,
             "visibility": "public"}  # fmt: skip
    event = keep(Event(**known, starts_at=begins, ends_at=begins + timedelta(hours=8), city=SECRETS[name].tell,
                       state="open", web_address="https://neisse.example.org/"), actor=SYSTEM)  # fmt: skip
    MeetingPlan.objects.create(event=event)
    talk = EventSession(event=event, title=SECRETS[name].text, starts_at=begins, ends_at=begins + timedelta(hours=1),
                        kind="workshop")  # fmt: skip
    keep_session(talk, [Speaker(name="Rednerin", person=person)], actor=SYSTEM)
    table = TopicTable.objects.create(session=talk, title=SECRETS[name].text)
    Idea.objects.create(table=table, title=SECRETS[name].text).organisations.add(hidden)
    publish_programme(event, "", actor=SYSTEM)
    issue_feed(event, SECRETS[name].tell, actor=SYSTEM)
    for mail, of in (("a@example.org", None), ("b@example.org", hidden)):
        plant_participant(event, mail, of)
    if name == "open":
        draft = Event(title="Ohne Plan", key="no-plan", organiser=hidden, starts_at=begins,
                      ends_at=begins + timedelta(hours=8), state="open", visibility="public")  # fmt: skip
        keep(draft, actor=SYSTEM)
        keep(
            Delegation(title="Reise ohne Plan", key="no-plan", organiser=hidden, visibility="public"),
            actor=SYSTEM,
        )
    journey = keep(Delegation(**known, event=event), actor=SYSTEM)
    DelegationMember.objects.create(delegation=journey, person=person, name="Reisender")
    stop = Stop.objects.create(
        delegation=journey, city="Bautzen", arrives_at=begins, leaves_at=begins + timedelta(days=1)
    )
    Visit.objects.create(
        stop=stop, host=hidden, subject="Besuch", starts_at=begins, ends_at=begins + timedelta(hours=1)
    )


def plant_participant(event: Any, mail: str, organisation: Any) -> None:
    """Somebody with a place and a profile, who comes from an organisation that may be hidden."""
    from neisse.web.meet.actions.profile import keep_profile
    from neisse.web.meet.actions.registration import confirm, register
    from neisse.web.meet.models import Registration

    said = {"name": mail[0].upper(), "country": "DE", "group": "guest", "language": "de"}
    row = confirm(register(event, mail, said, actor=SYSTEM), actor=SYSTEM)
    Registration.objects.filter(pk=row.pk).update(organisation=organisation)
    profile = {"takes_part": True, "offers": [], "needs": [], "topics": [], "languages": ["de"]}
    keep_profile(Registration.objects.get(pk=row.pk), profile, actor=SYSTEM)
