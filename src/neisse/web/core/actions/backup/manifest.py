"""What a backup says of itself: `manifest.json`, against which everything else in it is checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from neisse.engine.values import NeisseError, say

FORMAT = 1
NAME = "manifest.json"
SECRET = "secret_key"  # noqa: S105 - the name of a member
FILES = "files/"
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
WAYS_OUT = re.compile(r"(^|/)(\.{0,2})(/|$)|[\\\x00-\x1f:]")
MOST_LETTERS = 1000


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup; `size_bytes` and `sha256` are of its unpacked content."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of a backup. `migrations` are `app.name`; `counts` are rows by table, all of one moment."""

    format: int
    product: str
    made_at: str
    database: str
    migrations: tuple[str, ...]
    counts: dict[str, int]
    members: tuple[Member, ...]

    @property
    def dump(self) -> str:
        """The member that holds the database."""
        return DUMPS[self.database]

    def as_json(self) -> bytes:
        """The bytes of `manifest.json`."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(name: str, data: bytes) -> Manifest:
    """The manifest of the backup called `name`; `restore.damaged`, `restore.newer`, `restore.hostile`."""
    try:
        said = json.loads(data)
        found = int(said["format"])
        if found > FORMAT:
            text = say(
                "%(name)s has format %(found)s, this version reads up to %(format)s",
                name=name,
                found=found,
                format=FORMAT,
            )
            raise NeisseError("restore.newer", name, text, "install the newer release")
        manifest = _built(said)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        text = say("the manifest of %(name)s cannot be read", name=name)
        raise NeisseError("restore.damaged", name, text, "take another backup") from error
    names = [member.name for member in manifest.members]
    check_names(name, names)
    if manifest.database not in DUMPS or not {manifest.dump, SECRET} <= set(names):
        raise NeisseError(
            "restore.damaged", name, say("%(name)s holds no database", name=name), "take another backup"
        )
    return manifest


def _built(said: dict[str, Any]) -> Manifest:
    return Manifest(
        format=int(said["format"]),
        product=str(said["product"]),
        made_at=str(said["made_at"]),
        database=str(said["database"]),
        migrations=tuple(map(str, said["migrations"])),
        counts={str(table): int(count) for table, count in said["counts"].items()},
        members=tuple(
            Member(str(m["name"]), int(m["size_bytes"]), str(m["sha256"])) for m in said["members"]
        ),
    )


def check_names(name: str, members: Iterable[str]) -> None:
    """Refuse (`restore.hostile`) names that stand twice, lead out of the folder, or have no place in a backup."""
    seen: set[str] = set()
    for member in members:
        known = member in {SECRET, *DUMPS.values()} or member.startswith(FILES)
        if not known or member in seen or WAYS_OUT.search(member) or len(member) > MOST_LETTERS:
            text = say(
                "%(name)s holds “%(member)s”, which has no place in a backup", name=name, member=member[:80]
            )
            raise NeisseError("restore.hostile", name, text, "restore only what an instance wrote")
        seen.add(member)
