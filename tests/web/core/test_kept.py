"""What is kept is read once, and read anew after a change, in this process and in every other one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from neisse.web.core import kept as room
from neisse.web.core.kept import forget, kept


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def read() -> Callable[[], int]:
    numbers = iter(range(1000))
    return lambda: next(numbers)


def test_read_once_for_readers_of_the_same_levels(read: Callable[[], int]) -> None:
    assert [kept("x", ("public",), read), kept("x", ("public",), read)] == [0, 0]
    assert kept("x", ("public", "circle"), read) == 1
    assert kept("x", ("circle", "public"), read) == 1


def test_a_change_here_is_seen_at_once(read: Callable[[], int]) -> None:
    assert kept("x", (), read) == 0
    forget()
    assert kept("x", (), read) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_elsewhere_is_seen_once_it_is_committed(
    read: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept("x", (), read) == 0
    # Another process has a memory of its own: all that it shares with this one is the sign in the folder.
    monkeypatch.setattr(room, "HERE", "elsewhere")
    with transaction.atomic():
        forget()
        monkeypatch.undo()
        assert kept("x", (), read) == 0
    assert kept("x", (), read) == 1


def test_a_folder_without_a_sign_is_no_error(read: Callable[[], int]) -> None:
    cache.clear()
    assert kept("x", (), read) == 0
