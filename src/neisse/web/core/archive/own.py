"""What of the core, of accounts and of libraries does not travel."""

from __future__ import annotations

from neisse.web.core.archive import leaves_out


def register_archive() -> None:
    """Called once, when the core is ready; accounts are of one instance, so they are answered here."""
    leaves_out(
        "accounts, their passwords, roles and tokens: people are invited again",
        "accounts", "account", "auth", "mfa", "socialaccount", "sessions", "axes", "contenttypes",
    )  # fmt: skip
    leaves_out("what an instance did and has to do: tasks, mails, counters", "core", "django_tasks_database")
    leaves_out("what is computed again", "core.SearchDocument")
