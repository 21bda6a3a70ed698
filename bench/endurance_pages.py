"""An instance with the example, served by `neisse run`, and the pages that are asked for while it endures something."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from endurance_server import HERE, Running

FORM = "application/x-www-form-urlencoded"
CHILD = b"neisse.formats.child"


@dataclass(frozen=True)
class Page:
    """A page by its name, and how request number i asks for it as whom; it must answer with one of these."""

    name: str
    who: str
    ask: Callable[[int], tuple[str, str, dict[str, str]]]
    fine: tuple[int, ...] = (200,)


PAGES = (
    Page("start page", "public", lambda i: ("GET", "/", {})),
    Page("directory", "public", lambda i: ("GET", f"/directory/?page={i % 3 + 1}", {})),
    Page("plans", "public", lambda i: ("GET", "/plans/", {})),
    Page("search", "public", lambda i: ("GET", "/search/?q=Onkologie", {})),
    Page("overlaps", "manager", lambda i: ("GET", "/overlaps/", {})),
    Page("events", "manager", lambda i: ("GET", "/events/", {})),
)
MAILING = (
    Page("invitation (posts a mail)", "manager", lambda i: ("POST", "/users/invite/", {
        "email": f"a{i}@example.org", "name": f"Anna {i}", "role": "guest", "language": "de"}), (302,)),
    Page("forgotten password (posts a mail)", "public", lambda i: ("POST", "/account/password/reset/", {
        "email": f"b{i}@example.org"}), (302,)),
)  # fmt: skip


class Browser:
    """One reader with a connection that is kept open."""

    def __init__(self, port: int, session: str = "") -> None:
        self.port, self.session, self.sign = port, session, ""
        self.line = HTTPConnection(HERE, port, timeout=120)

    def ask(self, method: str, path: str, words: dict[str, str], number: int) -> tuple[int, float]:
        """(status, seconds) of a request. Each number comes from an address of its own, so that no limit is met."""
        head = {"X-Forwarded-For": f"10.1.{number // 250 % 250}.{number % 250 + 1}"}
        if method == "POST" and not self.sign:
            self.sign = self._sign()
        cookies = {"sessionid": self.session, "csrftoken": self.sign}
        head["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items() if value)
        body = urlencode(words) if method == "POST" else None
        if body is not None:
            head |= {"Content-Type": FORM, "X-CSRFToken": self.sign}
        began = time.perf_counter()
        try:
            self.line.request(method, path, body, head)
            answer = self.line.getresponse()
        except RemoteDisconnected:  # a server ends lines that were silent for long
            self.line.close()
            self.line.request(method, path, body, head)
            answer = self.line.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - began

    def _sign(self) -> str:
        """The value that a form has to send back."""
        self.line.request("GET", "/account/password/reset/")
        answer = self.line.getresponse()
        answer.read()
        (found,) = [c for c in answer.headers.get_all("Set-Cookie", []) if c.startswith("csrftoken=")]
        return found.split(";")[0].partition("=")[2]


@contextmanager
def served() -> Iterator[tuple[Running, dict[str, Browser]]]:
    """The instance with the example while the block runs, and a reader of each kind; all pages are warm."""
    from endurance_jobs import prepare
    from endurance_kills import manager
    from neisse.cli.instance import migrate, set_up

    set_up()
    migrate()
    prepare()
    from django.test import Client

    client = Client()
    client.force_login(manager(), backend="django.contrib.auth.backends.ModelBackend")
    running = Running()
    running.start()
    try:
        readers = {
            "public": Browser(running.port),
            "manager": Browser(running.port, client.cookies["sessionid"].value),
        }
        yield running, readers
    finally:
        running.kill()


def asked(page: Page, readers: dict[str, Browser], number: int) -> float:
    """Seconds that a page took; any other answer than the right one ends the measuring."""
    status, seconds = readers[page.who].ask(*page.ask(number), number)
    assert status in page.fine, (page.name, status)
    return seconds


@dataclass(frozen=True)
class Weight:
    """A process of the server: what it does, MB of its own (private), and MB with its share of what it shares (PSS)."""

    role: str
    own_mb: float
    share_mb: float


def weights(root: int, *, with_readers: bool = False) -> dict[int, Weight]:
    """What a process and all below it weigh, by number; the readers of foreign files only if they are asked for."""
    from neisse.web.core.lease import living

    roles = {int(process.name.split("-")[1]): process.work for process in living()}
    parents: dict[int, int] = {}
    found: dict[int, Weight] = {}
    for process in Path("/proc").glob("[0-9]*"):
        pid = int(process.name)
        try:
            state = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            is_reader = CHILD in (process / "cmdline").read_bytes()
            parents[pid] = int(state[1])
            if with_readers or not is_reader:
                role = "reader" if is_reader else "main" if pid == root else roles.get(pid, "page")
                found[pid] = _weight(role, process)
        except OSError:
            continue
    return {pid: weight for pid, weight in found.items() if _is_below(pid, root, parents)}


def _weight(role: str, process: Path) -> Weight:
    sizes = {}
    for line in (process / "smaps_rollup").read_text(encoding="utf-8").splitlines()[1:]:
        name, size, *_unit = line.split()
        sizes[name.rstrip(":")] = int(size) * 1024 / 1e6
    own = sizes.get("Private_Clean", 0.0) + sizes.get("Private_Dirty", 0.0)
    return Weight(role, own, sizes.get("Pss", 0.0))


def _is_below(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid and pid != root:
        pid = parents.get(pid, 0)
    return pid == root


def main_process(running: Running) -> int:
    assert running.process is not None
    return running.process.pid


Rows = list[tuple[Any, ...]]


def table(head: tuple[str, ...], rows: Rows) -> str:
    """Rows as Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
