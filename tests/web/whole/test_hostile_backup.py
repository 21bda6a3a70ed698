"""Backups that somebody tampered with, or that do not fit: refused with a code, and nothing is touched."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from neisse.engine.values import NeisseError
from neisse.web.core.actions.backup import restore_backup, write_backup

pytestmark = pytest.mark.django_db(transaction=True)
Members = list[tuple[ZipInfo, bytes]]
Change = Callable[[dict[str, Any], Members], None]
HOSTILE: dict[str, tuple[str, Change]] = {}


def case(code: str) -> Callable[[Change], Change]:
    def keep(change: Change) -> Change:
        HOSTILE[change.__name__] = (code, change)
        return change

    return keep


def add(
    manifest: dict[str, Any], members: Members, name: str, data: bytes = b"evil", mode: int = 0o100600
) -> None:
    entry = ZipInfo(name)
    entry.external_attr = mode << 16
    entry.compress_type = ZIP_DEFLATED
    members.append((entry, data))
    manifest["members"].append(
        {"name": name, "size_bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    )


NAMES = (
    "files/../../evil", "/evil", "files//evil", "../evil", "files/./evil", "files/a\\..\\evil", "C:evil", "files/c:evil",
    "evil", "static/evil.js", "files/", "files/a\nb", "files/" + "a" * 2000, "files/..", "database.other", "neisse.sqlite3",
)  # fmt: skip


@case("restore.hostile")
def link(manifest: dict[str, Any], members: Members) -> None:
    add(manifest, members, "files/link", b"/etc/passwd", stat.S_IFLNK | 0o777)


@case("restore.hostile")
def device(manifest: dict[str, Any], members: Members) -> None:
    add(manifest, members, "files/device", b"", stat.S_IFCHR | 0o666)


@case("restore.hostile")
def twice(manifest: dict[str, Any], members: Members) -> None:
    add(manifest, members, "files/a")
    add(manifest, members, "files/a")


@case("restore.hostile")
def bomb(manifest: dict[str, Any], members: Members) -> None:
    add(manifest, members, "files/zeros", bytes(300 << 20))


@case("restore.damaged")
def other_content(manifest: dict[str, Any], members: Members) -> None:
    members[:] = [(e, data[::-1] if e.filename == "secret_key" else data) for e, data in members]


@case("restore.damaged")
def other_sum(manifest: dict[str, Any], members: Members) -> None:
    manifest["members"][0]["sha256"] = "0" * 64


@case("restore.damaged")
def no_secret(manifest: dict[str, Any], members: Members) -> None:
    members[:] = [(e, data) for e, data in members if e.filename != "secret_key"]


@case("restore.damaged")
def one_more(manifest: dict[str, Any], members: Members) -> None:
    add(manifest, members, "files/more")
    manifest["members"].pop()


@case("restore.damaged")
def fewer_rows(manifest: dict[str, Any], members: Members) -> None:
    manifest["counts"]["django_migrations"] += 1


@case("restore.damaged")
def no_list(manifest: dict[str, Any], members: Members) -> None:
    manifest["members"] = 7


@case("restore.newer")
def newer_format(manifest: dict[str, Any], members: Members) -> None:
    manifest["format"] = 99


@case("restore.newer")
def newer_migration(manifest: dict[str, Any], members: Members) -> None:
    manifest["migrations"].append("record.9999_later")


@case("restore.newer")
def newer_stage(manifest: dict[str, Any], members: Members) -> None:
    manifest["migrations"].append("deliver.0001_initial")


@case("restore.other_database")
def other_database(manifest: dict[str, Any], members: Members) -> None:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[manifest["database"]]
    names = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
    for member in manifest["members"]:
        member["name"] = {names[manifest["database"]]: names[other]}.get(member["name"], member["name"])
    for entry, _ in members:
        entry.filename = {names[manifest["database"]]: names[other]}.get(entry.filename, entry.filename)
    manifest["database"] = other


def changed(source: Path, target: Path, change: Change) -> Path:
    with ZipFile(source) as archive:
        members = [(e, archive.read(e)) for e in archive.infolist() if e.filename != "manifest.json"]
        manifest = json.loads(archive.read("manifest.json"))
    change(manifest, members)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for entry, data in members:
            archive.writestr(entry, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    return target


def cases() -> Iterator[tuple[str, str, Change]]:
    for name, (code, change) in HOSTILE.items():
        yield name, code, change
    for number, name in enumerate(NAMES):
        yield f"name-{number}", "restore.hostile", lambda m, z, name=name: add(m, z, name)  # type: ignore[misc]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_was_tampered_with_is_refused_and_touches_nothing(
    beside: Callable[..., Any], tmp_path: Path, tools: None
) -> None:
    good, target = tmp_path / "good.backup", beside("target")
    beside("source", copied=True).do(lambda: write_backup(good) and None)
    before = target.files(), target.rows()
    said = {}
    for name, _, change in cases():
        bad = changed(good, tmp_path / "bad.backup", change)
        said[name] = refusal(lambda bad=bad: target.do(lambda: restore_backup(bad) and None))
    assert said == {name: code for name, code, _ in cases()}
    assert (target.files(), target.rows()) == before
    assert not list(tmp_path.rglob("*evil*"))
    target.do(lambda: restore_backup(good) and None)


def test_what_is_no_backup_is_said(beside: Callable[..., Any], tmp_path: Path) -> None:
    target = beside("target")
    (tmp_path / "cut.backup").write_bytes(b"PK\x03\x04" + bytes(100))
    (tmp_path / "text.backup").write_text("hello")
    with ZipFile(tmp_path / "archive.zip", "w") as archive:
        archive.writestr("instance.json", "{}")
    said = {
        name: refusal(lambda name=name: target.do(lambda: restore_backup(tmp_path / name) and None))
        for name in ("cut.backup", "text.backup", "archive.zip", "none.backup")
    }
    assert said == {
        "cut.backup": "restore.damaged",
        "text.backup": "restore.damaged",
        "archive.zip": "restore.no_backup",
        "none.backup": "file.missing",
    }


def refusal(act: Callable[[], Any]) -> str:
    with pytest.raises(NeisseError) as error:
        act()
    return error.value.code
