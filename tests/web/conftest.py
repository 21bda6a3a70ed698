"""People of every role and records made the way the product makes them, on either database."""

from __future__ import annotations

import os
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from tests.web import slow_calls
from tests.web.frames import Frames

from neisse.web.core.actors import SYSTEM

ROLES = ("manager", "circle", "member", "guest")
Make = Callable[..., Any]


# Whole files that run on SQLite alone, and why nothing in them can differ on PostgreSQL: single tests are marked where
# they stand. What stores, locks, waits, sorts, searches, counts or asks with hostile values runs on both.
ONE_DATABASE = {
    "attacks/test_hidden.py": "hidden and missing part in the filters of rules, which test_rules asks of either database",
    "core/test_help.py": "it is about files that come with the product",
    "core/test_commands.py": "it is about processes",
    "intersect/test_fields_page.py": "fields are counted and drawn in Python",
    "intersect/test_partners_page.py": "proposals are computed and sorted in Python",
    "meet/test_large_event.py": "it is about the size of a finished page",
    "meet/test_meetings_pages.py": "who may is decided in Python; the walks ask these pages, test_requests and "
    "test_meetings_schedules store on both",
    "meet/test_unchanged.py": "a validator is made in Python of what was read",
    "record/pictures/": "pictures are drawn in Python",
    "record/test_flows_exports.py": "files are written in Python; test_lists_as_files asks for all of them on both",
    "test_frames.py": "what stands around pages was read before; every page is asked on both by test_every_page",
    "test_posted.py": "it reads the source of views",
    "test_rights_declared.py": "it reads the source of rules",
    "test_weight.py": "it is about the modules of a process",
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith("tests/web/"):
            item.add_marker(pytest.mark.web)
            for place, why in ONE_DATABASE.items():
                if item.nodeid.startswith(f"tests/web/{place}"):
                    item.add_marker(pytest.mark.one_database(why))
    left_out = [item for item in items if is_of_one(item)]
    if config.getoption("database") == "postgres":
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def is_of_one(item: pytest.Item) -> bool:
    """Whether a test runs on SQLite alone; its mark says why nothing can differ on PostgreSQL."""
    mark = item.get_closest_marker("one_database")
    assert mark is None or mark.args, f"{item.nodeid}: say why one database is enough"
    return mark is not None


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _own_signs() -> Iterator[None]:
    """Tests at the same time have jobs of the same number: each process keeps their signs for itself."""
    from neisse.web.core import lease

    place = Path(settings.DATA) / "signs" / str(os.getpid())
    place.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lease, "folder", lambda: place)
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_slow_in_transactions() -> Iterator[None]:
    with slow_calls.guarded():
        yield


@pytest.fixture(autouse=True)
def _fresh_database(db: None) -> Iterator[None]:
    cache.clear()
    with slow_calls.watched():
        yield


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> Frames:
    """What stands around pages is made once for each reader; see `frames.py`."""
    kept = Frames()
    kept.keep(monkeypatch)
    return kept


@pytest.fixture
def user() -> Make:
    """`user("member", speaks_for=organisation)`: a person with a role, and with an office if asked."""
    from allauth.account.models import EmailAddress

    from neisse.web.accounts.models import User
    from neisse.web.record.actions import store
    from neisse.web.record.models import Person

    numbers = count(1)

    def make(role: str = "guest", *, speaks_for: Any = None, **fields: Any) -> Any:
        number = next(numbers)
        fields = {"email": f"{role}{number}@example.org", "name": f"{role.title()} {number}"} | fields
        person = User.objects.create(role=role, **fields)
        person.set_password("correct horse battery")
        person.save()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        if speaks_for is not None:
            key = f"person-{role}-{number}"
            store("person", [{"id": key, "name": person.name, "organisation": speaks_for.key}], actor=SYSTEM)
            Person.objects.filter(key=key).update(user=person)
        return person

    return make


@pytest.fixture
def client_of() -> Callable[[Any], Client]:
    """A browser in which a user is signed in; None is the public."""

    def sign_in(person: Any = None, **defaults: Any) -> Client:
        client = Client(**defaults)
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def letters() -> Callable[[], list[Any]]:
    """`letters()` lets the sender work once and returns every mail that went out so far."""
    from django.core import mail

    from neisse.web.core.actions.mail.sending import send_due

    def sent() -> list[Any]:
        send_due()
        return mail.outbox

    return sent


@pytest.fixture
def record() -> Make:
    """`record("figure", concept="members", value=136, unit="")`: a record stored through the one way in."""
    from neisse.web.record.actions import store
    from neisse.web.record.bridge import KINDS

    numbers = count(1)

    def make(kind: str, /, **fields: Any) -> Any:
        obj = {"id": f"{kind}-{next(numbers)}", "type": kind} | fields
        store(kind, [obj], actor=SYSTEM)
        return KINDS[kind].model.objects.get(key=obj["id"])

    return make


@pytest.fixture
def organisation(record: Make) -> Make:
    """An organisation; any field of the contract may be given."""
    numbers = count(1)

    def make(**fields: Any) -> Any:
        return record("organisation", **{"name": f"Institute {next(numbers)}", "kind": "research"} | fields)

    return make


@pytest.fixture
def measure(record: Make, organisation: Make) -> Make:
    """A measure; without `owner` (an organisation's row) it gets one of its own."""
    numbers = count(1)

    def make(owner: Any = None, **fields: Any) -> Any:
        owner = owner or organisation()
        plan = {"title": f"Workshop {next(numbers)}", "kind": "event", "starts": "2026-10-21"}
        return record("measure", **plan | {"owner": owner.key} | fields)

    return make


@pytest.fixture
def people(user: Make, organisation: Make) -> dict[str, Any]:
    """Seven readers: a manager, the circle, member as owner, as co-owner and as stranger, a guest, the public."""
    mine, theirs, others = (
        organisation(id=key, name=key.title()) for key in ("owner", "partner", "stranger")
    )
    return {
        "manager": user("manager"),
        "circle": user("circle"),
        "owner": user("member", speaks_for=mine),
        "partner": user("member", speaks_for=theirs),
        "stranger": user("member", speaks_for=others),
        "guest": user("guest"),
        "public": None,
    }


@pytest.fixture
def addresses() -> Callable[[dict[str, list[Any]]], list[str]]:
    """Every named address of the product, with these values for the parts of a path; `slug` stands for others."""

    def fill(parts: dict[str, list[Any]]) -> list[str]:
        found: set[str] = set()
        for name, names in _named(get_resolver().url_patterns):
            choices: list[dict[str, Any]] = [{}]
            for part in names:
                choices = [c | {part: value} for c in choices for value in parts.get(part, parts["slug"])]
            for choice in choices:
                try:
                    found.add(reverse(name, kwargs=choice))
                except NoReverseMatch:
                    continue
        return sorted(a for a in found if not a.startswith("/account/socialaccount"))

    return fill


def _named(patterns: list[Any], space: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name, list(pattern.pattern.converters)


WORKERS = 4
KEPT: list[Any] = []  # connections of the parent: closing them in a child would end them for both


@pytest.fixture
def together(tmp_path: Path) -> Any:
    """`together(act, pks, sql)`: `act(pk)` for all at once, then the rows of a query; no `act` may fail.

    On PostgreSQL in threads; on SQLite in several processes on one file with a write-ahead log, as an instance
    with two workers has it. The processes are forks: they begin in the same moment, with everything loaded.
    """

    def run(act: Callable[[int], None], pks: list[int], sql: str) -> list[Any]:
        if connection.vendor == "postgresql":
            with ThreadPoolExecutor(WORKERS) as pool:
                list(pool.map(lambda pk: in_thread(act, pk), pks))
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        if pks:
            in_processes(act, pks, tmp_path)
        with sqlite3.connect(tmp_path / "neisse.sqlite3") as file:
            return list(file.execute(sql))

    return run


def in_thread(act: Callable[[int], None], pk: int) -> None:
    try:
        act(pk)
    finally:
        connections.close_all()


def in_processes(act: Callable[[int], None], pks: list[int], folder: Path) -> None:
    path = folder / "neisse.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    with sqlite3.connect(path) as file:
        # as `neisse run` leaves it; several first starts would collide
        file.execute("PRAGMA journal_mode=WAL")
    running = [forked(act, pks[n::WORKERS], path) for n in range(min(WORKERS, len(pks)))]
    said = []
    for child, reading in running:
        with os.fdopen(reading) as answer:
            said.append(answer.read())
        os.waitpid(child, 0)
    assert said == ["done"] * len(running)


def forked(act: Callable[[int], None], pks: list[int], path: Path) -> tuple[int, int]:
    """A process that acts on the database of a file; its number, and where it says "done" or what went wrong."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    told = "done"
    try:
        given = connections["default"]
        KEPT.append((given, given.connection))
        connections["default"] = type(given)({**given.settings_dict, "NAME": str(path)}, "default")
        settings.DATA = path.parent
        for pk in pks:
            act(pk)
    except BaseException:
        told = traceback.format_exc()
    with os.fdopen(writing, "w") as answer:
        answer.write(told)
    os._exit(0)
