"""Nothing slow inside a transaction, watched while tests run: what takes long fails where a transaction is open.

Reading the code (tests/test_transactions.py) does not follow what is handed over as an argument or found at run time;
this does.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

# What takes a network, a process, a typesetter, a solver or a language model: where it is, and its name there.
PLACES = (
    ("socket", "socket.connect"),
    ("subprocess", "Popen.__init__"),
    ("typst", "compile"),
    ("ortools.sat.python.cp_model", "CpSolver.solve"),
    ("scipy.optimize", "linprog"),
    ("neisse.engine.text.encoder", "UniversalEncoder.encode"),
)


class SlowInTransactionError(BaseException):
    """Something slow was called while the lock of all writers may be held; nothing that handles errors hides it."""


class Own:
    """How many transactions the test itself has open; None where nobody watches, between tests and in other folders."""

    depth: int | None = None


def depth() -> int:
    """How many transactions are open."""
    return int(connection.in_atomic_block) + len(connection.savepoint_ids)


@contextmanager
def watched() -> Iterator[None]:
    """For one test, with the transactions that are open now as its own."""
    Own.depth = depth()
    try:
        yield
    finally:
        Own.depth = None


@contextmanager
def guarded() -> Iterator[None]:
    """Slow calls of a test that is watched fail in a transaction beyond its own; for the whole session."""
    with pytest.MonkeyPatch.context() as patch:
        for module, path in PLACES:
            owner: Any = importlib.import_module(module)
            *way, name = path.split(".")
            for step in way:
                owner = getattr(owner, step)
            patch.setattr(owner, name, _refusing(f"{module}.{path}", getattr(owner, name)))
        yield


def _refusing(name: str, real: Any) -> Any:
    @functools.wraps(real)
    def called(*args: Any, **kwargs: Any) -> Any:
        if Own.depth is not None and depth() > Own.depth:
            raise SlowInTransactionError(f"{name} inside a transaction")
        return real(*args, **kwargs)

    return called
