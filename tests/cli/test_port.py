"""A server opens a port that is its own, whatever the other program that has it is willing to share."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from neisse.cli import instance
from neisse.cli.instance import require_free
from neisse.engine.values import NeisseError

HOSTS = ("127.0.0.1", "0.0.0.0", "localhost")  # noqa: S104 - closed at once
OPTIONS = [[], [socket.SO_REUSEADDR], [getattr(socket, "SO_REUSEPORT", socket.SO_REUSEADDR)]]


@contextmanager
def listening(host: str, options: list[int]) -> Iterator[tuple[socket.socket, int]]:
    with socket.socket(socket.AF_INET) as other:
        for option in options:
            other.setsockopt(socket.SOL_SOCKET, option, 1)
        other.bind((host, 0))
        other.listen()
        yield other, other.getsockname()[1]


@pytest.mark.parametrize("options", OPTIONS, ids=["plain", "address", "port"])
@pytest.mark.parametrize("host", HOSTS)
def test_a_port_of_another_program_is_refused(
    host: str, options: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "LEFT_OVER_S", 0.0)
    with listening(host, options) as (_other, port), pytest.raises(NeisseError) as refused:
        require_free("127.0.0.1", port)
    assert (refused.value.code, refused.value.subject) == ("server.port", f"127.0.0.1:{port}")
    require_free("127.0.0.1", port)  # it is free now


def test_what_is_left_of_a_killed_server_is_waited_for() -> None:
    with listening("127.0.0.1", []) as (other, port):
        closing = threading.Timer(0.5, other.close)
        closing.start()
        require_free("127.0.0.1", port)
        closing.join()


def test_an_address_that_this_host_does_not_have_is_refused() -> None:
    for host in ("192.0.2.1", "nowhere.invalid"):
        with pytest.raises(NeisseError) as refused:
            require_free(host, 8000)
        assert refused.value.code == "server.port"
