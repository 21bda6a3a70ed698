"""Every writing operation of the API's document, with a body that is taken, by the token of everybody and by nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.attacks.rights import ABOUT, rights_of, rows_there
from tests.web.attacks.snapshot import rows, undone
from tests.web.attacks.world import SIGNED_IN, World

from neisse.web.api import described
from neisse.web.record.api.writing import COLLECTIONS
from neisse.web.record.schemas import READ_ONLY

HEAD = "/api/v1"
MANAGER, CIRCLE, OWNER, PARTNER, STRANGER, GUEST = SIGNED_IN
TABLE = b"id;name;kind\nnewer;Newer;research\n"
MEMBERS = {MANAGER, CIRCLE, OWNER, PARTNER, STRANGER}
# Who may, by kind of record: make, put, change in part, take out; all others are for managers alone.
OF_KINDS = {
    "measures": ({MANAGER, OWNER}, {MANAGER, OWNER, PARTNER}, {MANAGER, OWNER, PARTNER}, {MANAGER, OWNER}),
    "organisations": ({MANAGER}, {MANAGER, OWNER}, {MANAGER, OWNER}, {MANAGER}),
    "people": ({MANAGER}, {MANAGER, OWNER}, {MANAGER, OWNER}, {MANAGER}),
}
SLUGS = {"organisations": "alone", "people": "own-entry", "measures": "plan-public"}
METHODS = ("post", "put", "patch", "delete")


def operations() -> set[tuple[str, str]]:
    """What the document says that can be written."""
    return {(method, path) for path, said in described()["paths"].items() for method in said.keys() - {"get"}}


def of_records(world: World, read: Any) -> Iterator[tuple[str, str, str, Any, set[str]]]:
    """(method, path of the document, address, body, who may) of the eight kinds of records."""
    for kind, name in COLLECTIONS.items():
        slug = SLUGS.get(name) or world.slugs[kind][0]
        home, one = f"{HEAD}/{name}", f"{HEAD}/{name}/{{slug}}"
        at = "owner" if name == "organisations" else slug
        obj = {k: v for k, v in read(f"{home}/{at}").items() if k not in READ_ONLY}
        changed = obj | {"source": "elsewhere"}
        bodies = ({**changed, "id": "api-new"}, changed, {"source": "elsewhere"}, None)
        addresses = (home, f"{home}/{at}", f"{home}/{at}", f"{home}/{slug}")
        may = OF_KINDS.get(name, ({MANAGER},) * 4)
        for method, address, body, who in zip(METHODS, addresses, bodies, may, strict=True):
            yield method, home if method == "post" else one, address, body, who


def of_steps(world: World) -> Iterator[tuple[str, str, str, Any, set[str]]]:
    """The same of everything else that can be done."""
    from neisse.web.record.models import ImportBatch

    open_, done = world.rows["previewed"].pk, ImportBatch.objects.get(state="confirmed").pk
    token = world.people["owner"].api_tokens.order_by("pk").last().pk
    yield "post", f"{HEAD}/me/tokens", f"{HEAD}/me/tokens", {"label": "x"}, {*MEMBERS, GUEST}
    yield "delete", f"{HEAD}/me/tokens/{{pk}}", f"{HEAD}/me/tokens/{token}", None, {OWNER}
    yield "post", f"{HEAD}/imports", f"{HEAD}/imports", TABLE, {MANAGER, OWNER, PARTNER, STRANGER}
    mapping = {"kind": "organisation", "columns": {"id": "id", "name": "name", "kind": "kind"}}
    bodies = {"mapping": mapping, "decisions": {"decisions": {"organisation new0-1": "skip"}}}
    for step in ("mapping", "decisions", "confirm", "discard", "undo"):
        at = f"{HEAD}/imports/{done if step == 'undo' else open_}/{step}"
        yield "post", f"{HEAD}/imports/{{pk}}/{step}", at, bodies.get(step), {MANAGER}
    for step, key, body, who in (
        ("decision", "plan-circle", {"state": "accepted"}, {MANAGER, CIRCLE}),
        ("opening", "plan-blind", {"answer": "agreed"}, {OWNER, STRANGER}),
    ):
        pk = world.rows[f"overlap-{key}"].pk
        yield "post", f"{HEAD}/overlaps/{{pk}}/{step}", f"{HEAD}/overlaps/{pk}/{step}", body, who
    yield "post", f"{HEAD}/similar", f"{HEAD}/similar", {"title": "Laboratory"}, set()
    path, answer = (
        f"{HEAD}/organisations/{{slug}}/partners/answer",
        {"partner": "stranger", "answer": "interesting"},
    )
    yield "post", path, path.replace("{slug}", "owner"), answer, {MANAGER, OWNER}


def send(client: Any, method: str, address: str, body: Any, secret: str) -> Any:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    if isinstance(body, bytes):
        return client.post(address, {"file": SimpleUploadedFile("new.csv", body)}, headers=headers)
    data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(client, method)(address, **data, headers=headers)


def test_nobody_writes_by_the_api_what_they_may_not(world: World, client_of: Any) -> None:
    client, before, faults = client_of(None), rows(), []
    could = {who: rights_of(world.people[who]) for who in SIGNED_IN}
    senders = {who: world.secrets[f"token {who}"] for who in SIGNED_IN}
    senders |= {f"reading {who}": world.secrets[f"reads {who}"] for who in SIGNED_IN}
    senders |= {"public": "", "a stranger's secret": world.secrets["first"]}

    def read(address: str) -> Any:
        return send(client, "get", address, None, senders[MANAGER]).json()

    everything = [*of_records(world, read), *of_steps(world)]
    assert operations() == {(method, path) for method, path, *_rest in everything}
    for method, path, address, body, may in everything:
        for who, secret in senders.items():
            with undone(before) as attempt:
                answer = send(client, method, address, body, secret)
                gained = rights_of(world.people[who], rows_there(before)) - could[who] if (
                    who in may and attempt.tables & ABOUT) else set()  # fmt: skip
            if bool(attempt.touched) != (who in may):
                faults.append(
                    f"{who} {method} {path}: {answer.status_code} {attempt.models} {answer.content[:200]!r}"
                )
            faults += [f"{who} gains {gained} by {method} {path}"] if gained else []
    assert faults == []
