"""The one limiter: exact over all processes, by household, and never fooled by what a client writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from neisse.web.core.actions import limits
from neisse.web.core.actions.limits import Rate, forget_windows, too_often, wait_of
from neisse.web.core.addresses import client_address, network_of, sender_of
from neisse.web.core.models import Tries


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the clock of the limiter on by so many seconds."""
    now = [1_900_000_000]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    return lambda seconds: now.__setitem__(0, now[0] + seconds)


def test_so_many_and_no_more(clock: Any) -> None:
    assert [too_often("door", "a", 3, 60) for _ in range(5)] == [False] * 3 + [True] * 2
    assert not too_often("door", "b", 3, 60)
    assert not too_often("another door", "a", 3, 60)


def test_a_window_ends(clock: Any) -> None:
    waits = [wait_of("door", "a", Rate(1, 60)) for _ in range(2)]
    clock(20)
    assert [*waits, wait_of("door", "a", Rate(1, 60))] == [0, 60, 40]
    clock(40)
    assert wait_of("door", "a", Rate(1, 60)) == 0
    assert wait_of("door", "a", Rate(1, 60)) == 60


def test_tries_fetched_in_blocks_give_no_more_than_the_rate(
    clock: Any, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SWEEPING_SIGNS", "")  # the key of the instance decides who sweeps
    with django_assert_num_queries(2):
        assert [wait_of("door", "a", Rate(20, 60), block=10) for _ in range(20)] == [0] * 20
    assert wait_of("door", "a", Rate(20, 60), block=10) > 0
    assert [wait_of("door", "b", Rate(5, 60), block=10) > 0 for _ in range(6)] == [False] * 5 + [True]


def test_another_process_counts_on(clock: Any) -> None:
    for _ in range(3):
        too_often("door", "a", 3, 60)
    cache.clear()  # all that a process keeps for itself
    assert too_often("door", "a", 3, 60)


def test_over_windows_go(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SWEEPING_SIGNS", "01234567")
    for who in range(40):
        too_often("door", str(who), 3, 60)
    clock(61)
    for who in range(40, 80):
        too_often("door", str(who), 3, 60)
    assert Tries.objects.count() < 80, "new windows sweep the old ones out"
    clock(61)
    forget_windows()
    assert not Tries.objects.exists()


def test_nobody_can_read_who_tried() -> None:
    too_often("door", "manager@example.org", 3, 60)
    too_often("door", "203.0.113.9", 3, 60)
    assert not [row for row in Tries.objects.all() if "manager" in row.key or "203" in str(row)]


def test_a_database_that_cannot_write_closes_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*args: Any) -> Any:
        raise OperationalError("database is locked")

    monkeypatch.setattr(limits, "_count", locked)
    assert not too_often("door", "a", 0, 60)


def count_thirty(pk: int) -> None:
    from neisse.web.core.actions.limits import too_often

    for _ in range(30):
        too_often("door", "all", 1000, 3600)


@pytest.mark.django_db(transaction=True)
def test_all_processes_count_together(together: Any) -> None:
    assert together(count_thirty, [1, 2, 3, 4], "SELECT sum(count) FROM core_tries")[0][0] == 120


def asked(settings: Any, proxies: str, direct: str, forwarded: str | None) -> Any:
    settings.PROXIES = proxies
    more = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=direct, **more)


@pytest.mark.parametrize(
    ("proxies", "direct", "forwarded", "expected"),
    [
        ("", "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("", "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("127.0.0.1", "127.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1, 10.0.0.0/8", "10.1.2.3", "1.2.3.4, 203.0.113.9, 127.0.0.1", "203.0.113.9"),
        ("127.0.0.1", "127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        ("::1", "::1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("127.0.0.1", "::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "", "203.0.113.9", "203.0.113.9"),
        ("1", "198.51.100.7", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        ("2", "198.51.100.7", "1.2.3.4, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        ("0", "198.51.100.7", "203.0.113.9", "198.51.100.7"),
    ],
)
def test_only_proxies_are_believed(
    settings: Any, proxies: str, direct: str, forwarded: str | None, expected: str
) -> None:
    assert client_address(asked(settings, proxies, direct, forwarded)) == expected


@given(written=st.lists(st.sampled_from(["127.0.0.1", "10.0.0.1", "x", "", "::1", "8.8.8.8"]), max_size=5))
def test_what_a_client_writes_changes_nothing(written: list[str]) -> None:
    from django.test import override_settings

    with override_settings(PROXIES="127.0.0.1"):
        forwarded = ", ".join([*written, "203.0.113.9"])
        request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
        assert sender_of(request) == "203.0.113.9"


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_a_household_is_one_sender(address: Any, rest: int) -> None:
    neighbour = (int(address) >> 64 << 64) | rest
    if not address.ipv4_mapped:
        assert network_of(str(address)) == network_of(str(type(address)(neighbour)))
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1") == "192.0.2.1"
    assert network_of("not known") == "not known"


def test_it_is_cheap(django_assert_num_queries: Any) -> None:
    key = next(str(n) for n in range(99) if not _sweeps(str(n)))
    with django_assert_num_queries(1):
        too_often("door", key, 3, 60)


def _sweeps(who: str) -> bool:
    from django.utils.crypto import salted_hmac

    digest = salted_hmac(limits.SALT, f"door\0{who}", algorithm="sha256").hexdigest()
    return digest[0] in limits.SWEEPING_SIGNS
