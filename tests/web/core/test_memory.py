"""What a large file took is given back when it is done with, whatever was freed before it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from neisse.web import memory

CODE = """
import ctypes, sys
from neisse.web.memory import give_back
if sys.argv[1] == "given back":
    give_back()

def own_kb():
    lines = open("/proc/self/smaps_rollup").read().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))

large = bytearray(b"x") * 30_000_000  # what glibc takes for the size of small things from here on
del large
before = own_kb()
kept = []
for _ in range(40):
    body = bytearray(b"x") * 1_000_000
    kept.append(bytearray(b"x") * 70_000)
    kept.append(body)
kept = kept[::2]
del body
print(own_kb() - before)
"""


def grown_mb(how: str) -> float:
    done = subprocess.run([sys.executable, "-c", CODE, how], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1000


def test_large_blocks_go_back_to_the_system_where_glibc_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "linux":
        left_alone, given_back = grown_mb("left alone"), grown_mb("given back")
        assert given_back < left_alone / 2
    asked: list[object] = []
    monkeypatch.setattr(memory.ctypes, "CDLL", asked.append)
    monkeypatch.setattr(memory.sys, "platform", "darwin")
    memory.give_back()
    assert asked == [], "nothing is set in another system's library"
