"""The instance behind the command line: Django set up, the database migrated, pages served."""

from __future__ import annotations

import os

SETTINGS = "neisse.web.settings"


def set_up(*, demo: bool = False) -> None:
    """Let this process use the instance's data; `demo` also shows the bar of roles."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if demo:
        os.environ["NEISSE_DEMO"] = "1"
    import django

    django.setup()


def migrate() -> None:
    """Bring database and folders to the state that the models ask for; quiet where they are there already."""
    from django.conf import settings
    from django.core.management import call_command

    from neisse.web.places import keep_private

    keep_private(settings.DATA)
    call_command("migrate", interactive=False, verbosity=0)


def serve(host: str, port: int) -> None:
    """Serve pages and work off background tasks until Ctrl-C; all end together, also when this process is killed."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from neisse.web.core.static_files import collect
    from neisse.web.forked import make_ready
    from neisse.web.supervisor import STOP_WITHIN_S, workers

    collect()
    make_ready()  # before others are made: they are copies of this process
    with workers():
        Granian(
            "neisse.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=min(2, os.cpu_count() or 1),
            blocking_threads=4,
            log_level=LogLevels.warning,
            workers_kill_timeout=int(STOP_WITHIN_S),
        ).serve()
