"""Doors without a login: every one is limited, real browsers pass, and no mail carries a stranger's text."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.test import Client
from django.urls import resolve, reverse

from neisse.web.accounts.doors import account_tried
from neisse.web.core.actions.limits import Rate
from neisse.web.core.actors import SYSTEM
from neisse.web.core.doors import Door, door_of, mailbox_of
from neisse.web.core.models import Mail
from neisse.web.record.actions.intake import make_link

REFUSED = {301, 302, 401, 403, 404, 405, 410}
PARTS: dict[str, list[Any]] = {
    "slug": ["sample"],
    "kind": ["organisation", "organisations", "measures"],
    "pk": [1],
    "role": ["guest"],
    "format": ["csv"],
    "version": [1],
    "provider_id": ["oidc"],
}
EVIL = "Visit https://evil.example now"


@pytest.fixture
def secret(organisation: Any, user: Any) -> str:
    asked = {"addressee": "Anna", "language": "pl", "days": 7, "actor": user("manager")}
    return make_link(organisation(id="sample", name="Sample"), **asked)[1]


@pytest.fixture
def event(organisation: Any) -> Any:
    from datetime import UTC, datetime

    from neisse.web.meet.models import Event

    return Event.objects.create(
        key="e", slug="e", title="Forum", organiser=organisation(id="host", name="Host"), state="open",
        visibility="public", starts_at=datetime(2027, 5, 1, 9, tzinfo=UTC), ends_at=datetime(2027, 5, 1, 17, tzinfo=UTC),
    )  # fmt: skip


def test_every_door_that_takes_something_is_limited(
    addresses: Any, secret: str, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new address that answers a stranger's POST fails here until it says how often."""
    found = addresses(
        {**PARTS, "slug": ["sample", "e"], "secret": [secret], "key": ["none"], "uidb36": ["1"]}
    )
    open_to_all = []
    for number, address in enumerate(a for a in found if not a.startswith("/api/")):
        stranger = Client(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}")
        if stranger.post(address).status_code not in REFUSED:
            open_to_all.append(address)
    unlimited = [address for address in open_to_all if door_of(resolve(address)) is None]
    assert unlimited == [], "these take what strangers write, and say nowhere how often"
    assert {
        "/account/login/",
        "/account/password/reset/",
        f"/intake/{secret}/",
        "/events/e/register/",
    } <= set(open_to_all)


def test_what_declares_nothing_is_limited_too(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr("neisse.web.core.guards.OTHER", Door("other", Rate(2, 60)))
    codes = [client.post("/records/export/organisations/").status_code for _ in range(4)]
    assert codes[2:] == [429, 429]
    assert 429 not in codes[:2]


def test_the_api_counts_every_reader(client: Client, settings: Any) -> None:
    settings.API_RATES = {"public": "2/min", "known": "9/min"}
    answers = [client.get("/api/v1/organisations") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    elsewhere = Client(REMOTE_ADDR="192.0.2.77").get("/api/v1/organisations")
    assert elsewhere.status_code == 200


def registration(number: int, **more: Any) -> dict[str, Any]:
    said = {"name": EVIL, "office": EVIL, "organisation_name": EVIL, "country": "DE", "language": "en"}
    return {**said, "email": f"victim{number}@example.com", "consent": "on", **more}


def test_strangers_get_no_text_and_soon_no_mail(client: Client, event: Any) -> None:
    address = reverse("meet:register", args=[event.slug])
    codes = [client.post(address, registration(number)).status_code for number in range(60)]
    assert codes.count(200) <= 20
    assert codes[-1] == 429
    written = [f"{row.subject}\n{row.body}" for row in Mail.objects.all()]
    written += [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]
    assert written
    assert not [text for text in written if "evil" in text.lower()]


def test_one_victim_is_not_flooded_from_many_addresses(event: Any) -> None:
    address = reverse("meet:register", args=[event.slug])
    codes = [Client(REMOTE_ADDR=f"192.0.2.{n}").post(address, registration(1)).status_code for n in range(8)]
    assert codes == [200] * 5 + [429] * 3


SPELLINGS = (
    "victim1@example.com", "VICTIM1@EXAMPLE.COM", "victim1+a@example.com", "victim1+b+c@example.com",
    "vic.tim1@example.com", '"victim1"@example.com', "v\u0131ctim1@example.com", "\uff56ictim1@example.com",
    "victim1@example.com.", " victim1@example.com ", '"vic\\tim1"@example.com', "victim1@\uff45xample.com",
)  # fmt: skip


def test_no_spelling_of_an_address_gets_a_victim_more_mails(event: Any) -> None:
    address = reverse("meet:register", args=[event.slug])
    for number, spelling in enumerate(SPELLINGS * 2):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(address, registration(1, email=spelling))
    foreign = {"v\u0131ctim1@example.com"}  # another mailbox, or none
    assert 0 < Mail.objects.exclude(to__in=foreign).count() <= 5


def test_a_mailbox_has_one_name_and_no_two_share_it() -> None:
    same = {mailbox_of(spelling) for spelling in SPELLINGS if "\u0131" not in spelling}
    assert same == {"victim1@example.com"}
    others = (
        "victim2@example.com",
        "victim1@example.org",
        "+@example.com",
        "",
        "victim1",
        "@",
        "a@b@example.com",
    )
    assert len({mailbox_of(other) for other in others} | same) == len(others) + 1
    assert mailbox_of("x@b\u00fccher.example") == mailbox_of("X@XN--BCHER-KVA.example")


def test_asking_again_forgets_that_an_address_was_confirmed(client: Client, event: Any) -> None:
    from neisse.web.meet.actions.registration import confirm, register, withdraw
    from neisse.web.meet.models import Registration

    own = {"name": "Anna", "country": "PL", "language": "pl", "languages": [], "answers": {}}
    withdraw(confirm(register(event, "victim1@example.com", own, actor=SYSTEM), actor=SYSTEM), actor=SYSTEM)
    Mail.objects.all().delete()
    client.post(reverse("meet:register", args=[event.slug]), registration(1))
    assert Registration.objects.get().confirmed_at is None
    assert not [row for row in Mail.objects.all() if "evil" in row.body.lower()]


PLAN = {
    "title": "Fachtag Optik",
    "kind": "event",
    "when": "21.10.2027",
    "certainty": "planned",
    "visibility": "circle",
}


def test_a_real_browser_can_hand_in_a_plan(secret: str) -> None:
    """The test client sends no Origin: a browser does, and `null` where a page asks for no referrer."""
    browser = Client(enforce_csrf_checks=True)
    page = reverse("record:intake", args=[secret])
    shown = browser.get(page)
    assert shown["Referrer-Policy"] in {"same-origin", "strict-origin"}, "no-referrer makes the origin null"
    token = shown.context["csrf_token"]
    form = {**PLAN, "csrfmiddlewaretoken": str(token)}
    assert browser.post(page, form, headers={"Origin": "http://testserver"}).status_code == 302
    assert browser.post(page, form, headers={"Origin": "null"}).status_code == 403
    assert browser.post(page, form, headers={"Origin": "https://evil.example"}).status_code == 403


@pytest.mark.one_database("it is about headers and forms of pages")
def test_no_page_with_a_form_makes_the_origin_null(addresses: Any, secret: str, event: Any) -> None:
    for address in addresses({**PARTS, "slug": ["sample", "e"], "secret": [secret]}):
        answer = Client().get(address)
        if b"<form" in answer.content and not address.startswith("/api/"):
            assert answer["Referrer-Policy"] == "same-origin", address


def sign_in(password: str, address: str, email: str = "manager@example.org") -> int:
    client = Client(REMOTE_ADDR=address)
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    return answer.status_code


def test_a_stranger_locks_nobody_out(user: Any) -> None:
    from axes.models import AccessAttempt

    user("manager", email="manager@example.org")
    tries = [sign_in("wrong", "192.0.2.1", email="Manager@Example.org") for _ in range(10)]
    assert tries[:7] == [200] * 7
    assert tries[-1] == 429
    named = set(AccessAttempt.objects.values_list("username", "ip_address"))
    assert named == {("manager@example.org", "192.0.2.1")}, "the attempts name the account, in one spelling"
    assert sign_in("correct horse battery", "192.0.2.1") == 429, "locked for who guessed"
    assert sign_in("correct horse battery", "203.0.113.9") == 302, "and for nobody else"


def test_no_spelling_of_an_account_is_a_new_name_for_the_lockout(user: Any, rf: Any) -> None:
    """Databases and forms take some letters for others; each pair would give a guesser eight more tries."""
    user("manager", email="skimi@example.org")
    twins = [
        sign
        for sign in map(chr, range(128, 0x10000))
        if {sign.upper(), sign.lower(), unicodedata.normalize("NFKC", sign)} & set("skimSKIM")
    ]
    assert {"\u0131", "\u017f", "\u212a"} <= set(twins)
    for sign in twins:
        plain = unicodedata.normalize("NFKC", sign).lower() if sign != "\u0131" else "i"
        email = "skimi@example.org".replace(plain, sign, 1)
        request = rf.post("/", {"login": email})
        request.session = Client().session
        opened = authenticate(request, email=email, password="correct horse battery")
        assert opened is None or account_tried(request, {"email": email}) == "skimi@example.org", repr(sign)


def test_guesses_count_by_the_address_behind_the_proxy(user: Any, settings: Any) -> None:
    settings.PROXIES = "10.0.0.1"
    user("manager", email="manager@example.org")

    def through(client_address: str, password: str) -> int:
        client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"1.1.1.1, {client_address}")
        said = {"login": "manager@example.org", "password": password}
        return client.post(reverse("account_login"), said).status_code

    assert [through("192.0.2.1", "wrong") for _ in range(9)][-1] == 429
    assert through("203.0.113.9", "correct horse battery") == 302
