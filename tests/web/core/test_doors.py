"""Ways in: sign-in for strangers, 403 for who may not, one line where there is one, files for the owner alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

import neisse.web
from neisse.engine.values import NeisseError
from neisse.web.core.doors import closed
from neisse.web.core.forms import Form, Lines
from neisse.web.core.lines import DIRECTIONS, foreign_sign, one_line
from neisse.web.places import keep_private

FOREIGN = ["\n", "\r", "\x00", "\x1b", "\x85", "\u2028", *sorted(DIRECTIONS)]


class Asked(Form):
    name = forms.CharField(required=False)
    text = forms.CharField(required=False, widget=forms.Textarea)
    file = forms.FileField(required=False)


def test_who_may_pass(user: Any, rf: RequestFactory) -> None:
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/users/?q=a")
    request.user = user("manager")
    assert closed(request, "accounts.manage_users") is None
    request.user = AnonymousUser()
    away = closed(request, "accounts.manage_users")
    assert away is not None
    assert away.url.endswith("?next=/users/%3Fq%3Da")
    request.user = user("circle")
    with pytest.raises(PermissionDenied):
        closed(request, "accounts.manage_users")


@given(st.sampled_from(FOREIGN), st.text("ab", min_size=1), st.text("ab", min_size=1))
def test_one_line_is_one_line(sign: str, before: str, after: str) -> None:
    said = f"{before}{sign}{after}"
    assert Asked({"name": said}).errors.keys() == {"name"}
    assert foreign_sign(said) == sign
    assert not foreign_sign(one_line(said))
    long = Asked({"text": said})
    assert bool(long.errors) == (sign not in {"\n", "\r", "\u2028"})


@given(st.text(max_size=80))
def test_names_of_files_become_one_line(name: str) -> None:
    form = Asked({}, {"file": SimpleUploadedFile(f"a{name}z".replace("/", "-"), b"x")})
    form.is_valid()
    assert not foreign_sign(form.files["file"].name or "")


def test_usual_names_pass() -> None:
    for name in ("Łódź GmbH & Co. KG", "Zażółć gęślą jaźń", "Dr. Ümit O'Neil-Straße", "👩‍🔬 Labor"):
        assert Asked({"name": name}).is_valid(), name


def test_every_form_of_the_product_checks_its_lines() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("neisse."):
            __import__(f"{config.name}.urls" if config.label != "core" else config.name)
    todo, seen = [forms.BaseForm], set()
    while todo:
        for kind in todo.pop().__subclasses__():
            todo.append(kind)
            seen.add(kind)
    own = {kind for kind in seen if kind.__module__.startswith("neisse.")}
    assert len(own) > 30
    assert [kind.__qualname__ for kind in own if not issubclass(kind, Lines)] == []


@pytest.mark.parametrize("sign", ["\u202e", "\x07", "\x1b"])
def test_the_api_refuses_them_too(client_of: Any, user: Any, sign: str) -> None:
    client = client_of(user("manager"))
    sent = {"data": {"id": "x", "name": f"Port{sign}X"}, "content_type": "application/json"}
    answer = client.post("/api/v1/organisations", **sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "api.text")
    broken = {**sent, "data": {"id": "x", "name": "Port\nX"}}
    assert client.post("/api/v1/organisations", **broken).status_code == 422


def test_files_of_the_instance_are_for_the_owner(tmp_path: Path) -> None:
    (tmp_path / "files" / "a").mkdir(parents=True)
    paths = [
        tmp_path / name for name in ("neisse.sqlite3", "neisse.sqlite3-wal", "files/a/plan.csv", "other.txt")
    ]
    for path in paths:
        path.write_text("x")
        path.chmod(0o644)
    tmp_path.chmod(0o755)
    keep_private(tmp_path)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path, tmp_path / "files" / "a", *paths)]
    assert modes == [0o700, 0o700, 0o600, 0o600, 0o600, 0o644]


def test_new_files_are_for_the_owner() -> None:
    from django.conf import settings

    assert os.umask(0o077) == 0o077, "who starts with the settings of the instance writes for the owner alone"
    assert settings.FILE_UPLOAD_PERMISSIONS == 0o600


def test_a_demonstration_refuses_real_data(user: Any, organisation: Any, tmp_path: Path) -> None:
    from neisse.web.record.actions.example import refuse_real_data

    refuse_real_data(tmp_path)
    organisation()
    with pytest.raises(NeisseError, match="real network"):
        refuse_real_data(tmp_path)


def test_a_demonstration_refuses_real_people(user: Any, tmp_path: Path) -> None:
    from neisse.web.accounts.models import User
    from neisse.web.record.actions.example import refuse_real_data

    user("guest")
    with pytest.raises(NeisseError, match="real network"):
        refuse_real_data(tmp_path)
    User.objects.update(invented=True)
    refuse_real_data(tmp_path)


def test_no_stage_has_doors_of_its_own() -> None:
    folder = Path(neisse.web.__file__).parent
    own = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        for word in ("redirect_to_login", "REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "no-referrer")
        if word in path.read_text(encoding="utf-8")
    }
    assert own == {"core/doors.py", "core/addresses.py"}
