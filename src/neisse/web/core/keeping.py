"""What the core, and the libraries that it uses, keep about people."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from neisse.web.core.actions import files, limits, mail, once, retention, written_files
from neisse.web.core.models import Mail
from neisse.web.core.personal import DELETED, MENTIONS, Holding, Subject, no_person
from neisse.web.core.personal import register as enter


def register() -> None:
    """Called once, when the app is ready."""
    enter(_sessions())
    enter(_jobs())
    enter(_search())
    enter(_erasures())
    enter(_mails())
    enter(_counters())
    enter(_sent())
    enter(_written())
    no_person("the instance's own name, region and settings", "core.Instance")
    no_person(
        "lists that ship with the libraries", "contenttypes.ContentType", "auth.Permission", "auth.Group"
    )
    no_person("how to reach a single sign-on", "socialaccount.SocialApp")
    no_person("the database itself: its tables answer one by one", "neisse.sqlite3*")
    no_person("when periodic tasks are due", "core.Periodic")
    no_person("with which code the search index was written", "core.SearchShape")
    no_person("which process works, how far a task is", "signs/*")
    no_person("when the last backup was written", "last-backup.*")
    no_person("which rows were erased, by number: a restore erases them again", "erasures.jsonl")
    no_person("random signs", "secret_key", "*.lock", "*.pid")
    no_person("files that ship with the product", "static/*")


def _sessions() -> Holding:
    return Holding(
        "sessions",
        whose=_("Who uses the pages"),
        what=_("Session: who is signed in, messages that were not shown yet"),
        purpose=_("Staying signed in from page to page"),
        basis=_("Necessary for the service that was asked for"),
        retention=_("two weeks after the last visit"),
        erasure=DELETED,
        models=("sessions.Session",),
        due={"sessions": retention.forget_sessions},
    )


def _jobs() -> Holding:
    return Holding(
        "jobs",
        whose=_("Who starts long tasks; who is named in them"),
        what=_("Long tasks: who started them, messages and results; background tasks with their arguments"),
        purpose=_("Showing how far a task is; repeating what failed"),
        basis=_("Necessary for the service that was asked for"),
        retention=_("tasks 14 days, messages and results 90 days after their end"),
        erasure=MENTIONS,
        models=("core.Job", "django_tasks_database.DBTaskResult"),
        due={"tasks": retention.forget_tasks, "jobs": retention.forget_jobs},
    )


def _search() -> Holding:
    return Holding(
        "search",
        whose=_("Persons of the directory, and who is named in records"),
        what=_("Search index: titles and words of what can be found"),
        purpose=_("Finding records"),
        basis=_("As for the record itself"),
        retention=_("as long as the record"),
        erasure=_("deleted with the record; otherwise taken out of the text"),
        models=("core.SearchDocument",),
    )


def _erasures() -> Holding:
    return Holding(
        "erasures",
        whose=_("Who erases others"),
        what=_(
            "Log of erasures: when, by whom, how many rows; of whom only until the files are looked through, too"
        ),
        purpose=_("Showing that requests for erasure were met"),
        basis=_("Legal obligation to give account"),
        retention=_("three years"),
        erasure=_("stays as a decision, without the name"),
        models=("core.Erasure",),
        due={"erasures": retention.forget_erasures},
    )


def _counters() -> Holding:
    return Holding(
        "counters",
        whose=_("Who uses a door without a login"),
        what=_("Counters of tries; network and mail addresses only as keyed hashes"),
        purpose=_("Defence against guessing and flooding"),
        basis=_("Legitimate interest in security"),
        retention=_("until the window of the count is over"),
        erasure=_("goes by itself within hours; the hash leads back to nobody"),
        models=("core.Tries",),
        due={"counters": lambda now: limits.forget_windows()},
    )


def _sent() -> Holding:
    return Holding(
        "sent forms",
        whose=_("Who sends a form"),
        what=_(
            "Forms that were sent: who sent them and what was in them only as keyed hashes; the page of what was made"
        ),
        purpose=_("Making nothing twice where a form is sent twice"),
        basis=_("Necessary for the service that was asked for"),
        retention=_("seven days"),
        erasure=DELETED,
        models=("core.SentForm",),
        erase=lambda subject: once.forget_all(),
        due={"sent forms": once.forget_sent},
    )


def _written() -> Holding:
    return Holding(
        "written lists",
        whose=_("Who is named in a list"),
        what=_("Long lists that somebody asked for as a file"),
        purpose=_("Handing them over"),
        basis=_("As for the record itself"),
        retention=_("one day"),
        erasure=DELETED,
        places=("exports/*",),
        due={"written lists": written_files.forget_files},
    )


def _mails() -> Holding:
    return Holding(
        "mails",
        whose=_("Whom mails go to, and who is named in them"),
        what=_(
            "Mails: address, language, purpose, subject; their text until they are sent; files without a mail server"
        ),
        purpose=_("Sending mails once, and showing managers which did not arrive"),
        basis=_("As for what the mail tells of"),
        retention=_("text until sent; the line about it 90 days, files 30 days"),
        erasure=DELETED,
        models=("core.Mail",),
        places=("mail/*",),
        export=export_mails,
        erase=erase_mails,
        due={"mails": mail.forget_old_mails, "mail files": files.forget_mail_files},
    )


def own_mails(subject: Subject) -> QuerySet[Mail]:
    """Mails to the person, and about the rows that are theirs."""
    own = Q(about__in=about(subject))
    for address in subject.addresses:
        own |= Q(to__iexact=address)
    return Mail.objects.filter(own)


def about(subject: Subject) -> list[str]:
    """The person's rows as mails name them."""
    return sorted(f"{label}:{pk}" for label, pk in subject.rows)


def export_mails(subject: Subject) -> list[dict[str, Any]]:
    """Mails to and about the person."""
    columns = ("purpose", "to", "language", "subject", "body", "state", "created_at", "sent_at")
    return list(own_mails(subject).values(*columns))


def erase_mails(subject: Subject) -> int:
    """Delete mails to and about the person; what other mails say of them is taken out with all other texts."""
    return mail.forget_mails(addresses=subject.addresses, about=about(subject))
