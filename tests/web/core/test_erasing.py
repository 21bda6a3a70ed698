"""Erasing: the page does the rows, a job does the files; what a key says of a person goes, what it refers to stays."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from neisse.formats.named import may_name, names
from neisse.formats.pace import SILENT
from neisse.web.core.actions import erasing, files
from neisse.web.core.actions.jobs import begin, request_stop
from neisse.web.core.actions.personal import erase_subject
from neisse.web.core.actors import SYSTEM
from neisse.web.core.models import Erasure, Job
from neisse.web.core.personal import Subject, needles_of
from neisse.web.core.tasks import forget_due
from neisse.web.record.actions.store import store
from neisse.web.record.models import ImportBatch, Measure, Organisation

NAME = "Żaneta Öztürk"
KEY = "zaneta-ozturk-1f0c2ab9"
WHO = Subject(names=frozenset({NAME}))
SOUGHT = needles_of(WHO).sought()


def zipped(*names_and_texts: tuple[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in names_and_texts:
            packed.writestr(name, text)
    return file.getvalue()


def mail(content: str, cte: str) -> bytes:
    message = EmailMessage()
    message["To"] = "x@example.org"
    message.set_content(content, cte=cte)
    return bytes(message)


def attached(data: bytes) -> bytes:
    message = EmailMessage()
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="a")
    return bytes(message)


WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "cp1250": lambda text: text.encode("cp1250", "replace"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 unmarked": lambda text: text.encode("utf-16-be"),
    "utf-32": lambda text: text.encode("utf-32"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "sheet": lambda text: zipped(("xl/sharedStrings.xml", f"<t>{text}</t>")),
    "name in a zip": lambda text: zipped((text.replace("\n", " ").replace("\0", ""), "")),
    "markup": lambda text: f"<p>{text[: len(text) // 2]}<b></b>{text[len(text) // 2 :]}</p>".encode(),
    "entities": lambda text: "".join(f"&#{ord(sign)};" for sign in text).encode(),
    "quoted-printable": lambda text: mail(text, "quoted-printable"),
    "base64": lambda text: mail(text, "base64"),
    "attached": lambda text: attached(gzip.compress(text.encode())),
    "folded": lambda text: "\r\n ".join(text[n : n + 5] for n in range(0, len(text), 5)).encode(),
    "escaped": lambda text: json.dumps(text).encode(),
}
around = st.text(
    st.characters(codec="cp1250", exclude_categories=["Cc"], exclude_characters="<>&="), max_size=30
)


@given(st.sampled_from(sorted(WAYS)), st.sampled_from([NAME, "Öztürk, Żaneta", KEY]), around, around)
def test_a_file_that_names_the_person_is_found(way: str, said: str, before: str, after: str) -> None:
    data = WAYS[way](f"{before} {said} {after}")
    assert may_name(data, SOUGHT)
    assert names(data, SOUGHT, SILENT)


@given(st.sampled_from(sorted(WAYS)), around)
def test_a_file_that_names_somebody_else_stays(way: str, text: str) -> None:
    said = f"{text} Żaneta Nowak, zaneta-nowak-1f0c2ab9"
    assert not names(WAYS[way](said), SOUGHT, SILENT)


@pytest.mark.parametrize("place", ["front", "edge", "end"])
def test_a_name_at_the_edge_of_a_piece_is_found(place: str) -> None:
    many = {"front": 0, "edge": (1 << 18) - 7, "end": 3 << 18}[place]
    assert names(b"x" * (many - 1) + f" {NAME} ".encode() + b"y" * 300_000, SOUGHT, SILENT)


@pytest.mark.parametrize("head", [b"%PDF-1.7", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\0", b"BZh9"])
def test_what_nobody_can_look_into_counts_as_naming(head: bytes) -> None:
    for data in (head, gzip.compress(head), zipped(("a", head.decode("latin-1"))), attached(head)):
        assert may_name(data, SOUGHT)
    assert names(head, SOUGHT, SILENT)
    assert names(gzip.compress(head), SOUGHT, SILENT)
    assert names(attached(head), SOUGHT, SILENT)
    assert names(b"x: y\ncontent-transfer-encoding: base64\n\n" + b64encode(head), SOUGHT, SILENT)


def test_plain_text_of_others_is_not_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(files, "named_limited", lambda *_a, **_k: pytest.fail("opened"))
    (tmp_path / "a").write_text("name;city\nZ Nowak;Leipzig\n" * 1000)
    assert not files.names_person(tmp_path / "a", SOUGHT)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """The data folder with uploads of this person, of others, and of whom nobody knows."""
    settings.DATA = tmp_path
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    imports = tmp_path / "files" / "imports"
    imports.mkdir(parents=True)
    (imports / "1").write_bytes(gzip.compress(KEY.encode()))
    (imports / "2").write_text("name\nsomebody else\n")
    (imports / "3").write_bytes(b"%PDF-1.7")
    return imports


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker: jobs wait."""
    monkeypatch.setattr("neisse.web.core.later.enqueue", lambda *_a: None)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.django_db
def test_the_page_answers_before_files_are_read_and_says_what_still_runs(
    folder: Path, queued: None, user: Any, client_of: Any
) -> None:
    client = client_of(user("manager"))
    form = {"step": "erase", "names": NAME, "sure": "on"}
    answer = client.post(reverse("accounts:subjects"), form, follow=True)
    assert left(folder) == ["1", "2", "3"]
    done, job = Erasure.objects.get(), Job.objects.get(kind=erasing.ERASING)
    assert done.finished_at is None
    assert reverse("core:job", args=[job.pk]) in answer.content.decode()
    assert "noch durchsucht" in answer.content.decode()
    assert "turk" not in json.dumps([job.arguments, job.subject, done.sought])
    erasing.erase_in_files.func(job.pk, *job.arguments)
    assert left(folder) == ["2"]
    done.refresh_from_db()
    assert done.finished_at
    assert (done.sought, done.counts["files"]) == ("", 2)
    assert "noch durchsucht" not in client.get(reverse("accounts:subjects")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["stopped", "killed", "discarded"])
def test_an_erasure_goes_on_whatever_ended_its_job(
    folder: Path, queued: None, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    done = erase_subject(WHO, way="manager")
    job = Job.objects.get(kind=erasing.ERASING)
    if end == "stopped":
        request_stop(job, actor=SYSTEM)
    elif end == "discarded":
        job.delete()
    else:
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                erasing.erase_in_files.func(job.pk, done.pk)
    assert Erasure.objects.get().finished_at is None
    forget_due.func()
    again = Job.objects.get(kind=erasing.ERASING, state=Job.State.WAITING)
    assert erasing.go_on() == 0
    erasing.erase_in_files.func(again.pk, *again.arguments)
    assert Erasure.objects.get().finished_at
    assert left(folder) == ["2"]


@pytest.mark.django_db
def test_files_wait_while_others_are_read(
    folder: Path, queued: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from neisse.engine.values import NeisseError

    def busy(*_a: Any, **_k: Any) -> bool:
        raise NeisseError("reading.busy", "", "")

    monkeypatch.setattr(files, "named_limited", busy)
    done = erase_subject(WHO, way="manager")
    job = Job.objects.get(kind=erasing.ERASING)
    erasing.erase_in_files.func(job.pk, done.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert left(folder) == ["1", "2", "3"]
    assert Erasure.objects.get().finished_at is None


@pytest.mark.django_db
def test_without_files_an_erasure_is_done_at_once(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.EMAIL_FILE_PATH = tmp_path, str(tmp_path)
    assert erase_subject(WHO, way="manager").finished_at <= timezone.now()
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_what_refers_to_a_renamed_key_still_does(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.EMAIL_FILE_PATH = tmp_path, str(tmp_path)
    store("organisation", [{"id": KEY, "name": f"{NAME} Beratung", "kind": "company"}], actor=SYSTEM)
    plan = {"id": f"{KEY}-kurs", "title": "Kurs", "kind": "training", "owner": KEY}
    store("measure", [plan], actor=SYSTEM)
    ImportBatch.objects.create(file_name="f", kind="measure", objects_read=[{"row": 1, "object": plan}])
    erase_subject(WHO, way="manager")
    organisation, measure, batch = (
        Organisation.objects.get(),
        Measure.objects.get(),
        ImportBatch.objects.get(),
    )
    assert organisation.key.startswith("erased-")
    assert batch.objects_read[0]["object"]["owner"] == organisation.key
    assert batch.objects_read[0]["object"]["id"] == measure.key
    assert organisation.history.first().key == organisation.key


@pytest.mark.django_db
def test_who_only_has_the_name_in_its_own_keeps_its_key(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.EMAIL_FILE_PATH = tmp_path, str(tmp_path)
    koch = "robert-koch-institut-1f0c2ab9"
    store("organisation", [{"id": koch, "name": "Robert Koch-Institut", "kind": "institute"}], actor=SYSTEM)
    kept = [{"row": 1, "object": {"id": f"{koch}-2", "name": "Robert-Koch-Institut, Haus 2"}}]
    ImportBatch.objects.create(file_name="f", kind="organisation", objects_read=[*kept, {"owner": koch}])
    erase_subject(Subject(names=frozenset({"Robert Koch"})), way="manager")
    assert Organisation.objects.get().key == koch
    assert ImportBatch.objects.get().objects_read == [*kept, {"owner": koch}]


@pytest.mark.django_db
def test_a_job_of_no_erasure_ends(folder: Path, queued: None) -> None:
    job = begin(erasing.erase_in_files, 404, kind=erasing.ERASING)
    erasing.erase_in_files.func(job.pk, 404)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
