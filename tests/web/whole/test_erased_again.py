"""Who was erased after a backup is erased again when it is restored; the list names nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from typer.testing import CliRunner

from neisse.cli.root import app
from neisse.web.accounts.models import User
from neisse.web.core.actions.backup import erase_again, restore_backup, write_backup
from neisse.web.core.actions.erasures import LIST

NAME, ADDRESS = "Zdenka Quarzmeister", "zdenka@quarz.example"
KEPT = "kept@example.org"


def people() -> None:
    from neisse.web.core.actors import SYSTEM
    from neisse.web.record.actions import store
    from neisse.web.record.models import Person

    User.objects.create(email="boss@example.org", name="Boss", role="manager")
    User.objects.create(email=KEPT, name="Somebody Kept", role="guest")
    gone = User.objects.create(email=ADDRESS, name=NAME, role="member")
    store(
        "organisation",
        [{"id": "o", "name": "Organisation", "descriptions": {"en": f"Ask {NAME}."}}],
        actor=SYSTEM,
    )
    consent = {"purpose": "x", "given_on": "2020-01-01"}
    person = {"id": "p", "name": NAME, "organisation": "o", "email": ADDRESS, "consent": consent}
    store("person", [person], actor=SYSTEM)
    Person.objects.filter(key="p").update(user=gone)


def erase() -> str:
    """Erase the person, by a manager; the line in the list."""
    from neisse.web.accounts.actions import erase_user

    manager = User.objects.get(email="boss@example.org")
    erase_user(User.objects.get(email=ADDRESS), actor=manager)
    return (Path(settings.DATA) / LIST).read_text()


def texts() -> str:
    """Everything that stands in the rows about people and organisations."""
    from django.apps import apps

    models = [*apps.get_app_config("record").get_models(), *apps.get_app_config("accounts").get_models()]
    return "\n".join(str(list(model._base_manager.values())) for model in models)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["beside the backup", "in the folder of the instance"])
def test_a_restore_brings_nobody_back(place: str, beside: Any, tmp_path: Path, tools: None) -> None:
    one, target = beside("one", copied=True), tmp_path / "backups" / "today.backup"
    target.parent.mkdir()
    one.do(people)
    one.do(lambda: write_backup(target) and None)
    line = one.do(erase)
    assert NAME not in line
    assert ADDRESS not in line
    assert "accounts.user:" in line.lower()
    two = beside("two")
    folder = target.parent if place == "beside the backup" else two.folder
    (folder / LIST).write_text(f"no line at all\n{line}" + '{"at": "x"}\n')
    manifest = two.do(lambda: restore_backup(target))
    assert ADDRESS in two.do(texts)
    assert two.do(lambda: erase_again(target, manifest.made_at)) == (1, 0)
    left = two.do(texts)
    assert ADDRESS not in left
    assert NAME not in left
    assert KEPT in left
    assert two.do(lambda: erase_again(target, manifest.made_at)) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_erased_before_the_backup_and_a_list_of_another_instance(
    beside: Any, tmp_path: Path, tools: None
) -> None:
    one, target = beside("one", copied=True), tmp_path / "today.backup"
    one.do(people)
    pk = one.do(lambda: User.objects.get(email=KEPT).pk)
    (tmp_path / LIST).write_text(
        f'{{"at": "2020-01-01T00:00:00+00:00", "way": "manager", "rows": ["accounts.user:{pk}"]}}\n'
    )
    one.do(lambda: write_backup(target) and None)
    two = beside("two")
    manifest = two.do(lambda: restore_backup(target))
    assert two.do(lambda: erase_again(target, manifest.made_at)) == (0, 0)
    assert KEPT in two.do(texts)


@pytest.mark.django_db(transaction=True)
def test_the_last_manager_stays_and_is_told(beside: Any, tmp_path: Path, tools: None) -> None:
    one, target = beside("one", copied=True), tmp_path / "today.backup"
    one.do(people)
    pk = one.do(lambda: User.objects.get(role="manager").pk)
    one.do(lambda: write_backup(target) and None)
    (tmp_path / LIST).write_text(
        f'{{"at": "2999-01-01T00:00:00+00:00", "way": "account", "rows": ["accounts.user:{pk}"]}}\n'
    )
    two = beside("two")
    two.do(lambda: restore_backup(target) and None)

    def command() -> str:
        import neisse.cli.backup as room

        calls = pytest.MonkeyPatch()
        calls.setattr("neisse.web.core.actions.backup.restore_backup", lambda _source: manifest)
        calls.setattr(room, "set_up", lambda: None)
        return CliRunner().invoke(app, ["restore", str(target)]).output

    manifest = two.do(lambda: one_manifest(target))
    assert "not erased, since an instance needs a manager: 1" in two.do(command)


def one_manifest(target: Path) -> Any:
    from zipfile import ZipFile

    from neisse.web.core.actions.backup.manifest import NAME as MANIFEST
    from neisse.web.core.actions.backup.manifest import read_manifest

    with ZipFile(target) as archive:
        return read_manifest(target.name, archive.read(MANIFEST))
