"""The guard against slow calls in transactions sees what it shall see, and leaves the transaction of a test alone."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.db import transaction
from tests.web.slow_calls import SlowInTransactionError


def connect() -> None:
    with socket.socket() as line, pytest.raises(OSError, match="refused"):
        line.connect(("127.0.0.1", 1))


def process() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def pdf() -> None:
    import typst

    typst.compile(b"= A page")


def solver() -> None:
    from ortools.sat.python.cp_model import CpModel, CpSolver

    CpSolver().solve(CpModel())


def linear() -> None:
    from scipy.optimize import linprog

    linprog([1.0])


def encoder() -> None:
    from neisse.engine.text.encoder import default_encoder

    default_encoder().encode([])


SLOW = (connect, process, pdf, solver, linear, encoder)


@pytest.mark.parametrize("call", SLOW, ids=[call.__name__ for call in SLOW])
def test_slow_calls_fail_in_a_transaction_only(call: Callable[[], None]) -> None:
    call()
    with pytest.raises(SlowInTransactionError), transaction.atomic():
        call()
    call()


@pytest.mark.django_db(transaction=True)
def test_also_where_the_test_has_no_transaction() -> None:
    process()
    with pytest.raises(SlowInTransactionError), transaction.atomic():
        process()
