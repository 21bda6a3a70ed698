"""Loading the embedded example: only when its files changed, all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from neisse.engine.values import LANGUAGES, NeisseError, say
from neisse.web.accounts.models import User
from neisse.web.core.actions import describe_instance
from neisse.web.core.actors import SYSTEM
from neisse.web.core.queries import the_instance
from neisse.web.record.actions.remove import remove
from neisse.web.record.actions.store import store
from neisse.web.record.bridge import KINDS, LOAD_ORDER
from neisse.web.record.bridge.fields import Object
from neisse.web.record.models import ImportBatch, Person

REASON = "example"


def refuse_real_data(folder: Path) -> None:
    """Refuse (`example.real_data`) to demonstrate on accounts or records that the example did not bring."""
    has_records = any(kind.model.objects.exists() for kind in KINDS.values())
    is_example = bool(the_instance().example_digest)
    if User.objects.filter(invented=False).exists() or (has_records and not is_example):
        text = say("%(folder)s holds accounts or records of a real network", folder=folder)
        raise NeisseError("example.real_data", str(folder), text, "name another folder in NEISSE_DATA")


def load_example(folder: Path) -> bool:
    """Load the example in `folder`; False (and nothing written) when it stands in the database already.

    Files may mix kinds: each line says its `type`. Records that an earlier version of the example brought
    and that this one no longer has are removed.
    """
    described = _described(folder)
    files = [folder / name for name in described["files"]]
    digest = _digest([folder / "example.yaml", *files])
    if the_instance().example_digest == digest:
        return False
    objects = _by_kind(obj for path in files for obj in _objects(path))
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            file_name=folder.name,
            sha256=digest,
            format="example",
            state=ImportBatch.State.CONFIRMED,
            confirmed_at=timezone.now(),
        )
        for kind in LOAD_ORDER:
            store(kind, objects[kind], actor=SYSTEM, reason=REASON, origin=batch, merge=False)
        for kind in reversed(LOAD_ORDER):
            _remove_forgotten(kind, {str(obj["id"]) for obj in objects[kind]})
        for account in described.get("accounts", ()):
            _account(account)
        _describe(described, digest)
    return True


def _described(folder: Path) -> dict[str, Any]:
    path = folder / "example.yaml"
    if not path.is_file():
        raise NeisseError(
            "example.missing",
            str(folder),
            say("there is no example in %(folder)s", folder=folder),
            "reinstall",
        )
    described: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return described


def _digest(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def _objects(path: Path) -> Iterator[Object]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _by_kind(objects: Iterator[Object]) -> dict[str, list[Object]]:
    found: dict[str, list[Object]] = {kind: [] for kind in LOAD_ORDER}
    for obj in objects:
        found[obj.pop("type")].append(obj)
    return found


def _remove_forgotten(kind: str, keys: set[str]) -> None:
    for row in KINDS[kind].model.objects.filter(origin__format="example").exclude(key__in=keys):
        remove(row, actor=SYSTEM, reason=REASON, keep=False)


def _account(account: dict[str, Any]) -> None:
    """A demonstration account without a password: the demo bar opens it, nothing else does."""
    user, is_new = User.objects.get_or_create(email=account["email"].lower(), defaults={"invented": True})
    if not user.invented:
        text = say("the account of a real person has this address")
        raise NeisseError("example.account", user.email, text, "load the example into a folder of its own")
    user.name, user.role = account["name"], account["role"]
    user.language = account.get("language", "")
    if is_new:
        user.set_unusable_password()
    user.save()
    Person.objects.filter(key=account.get("person", "")).update(user=user)


def _describe(described: dict[str, Any], digest: str) -> None:
    texts = {
        "name": described["name"],
        "region": described.get("region"),
        "about": described.get("description"),
    }
    fields: dict[str, Any] = {
        f"{field}_{language}": (given or {}).get(language, "")
        for field, given in texts.items()
        for language in LANGUAGES
    }
    today = described.get("reference_date")
    describe_instance(
        **fields,
        countries=described.get("home_countries", []),
        default_language=described.get("languages", ["de"])[0],
        today=date.fromisoformat(str(today)) if today else None,
        example_digest=digest,
    )
