"""The process that works off background tasks: `python -m neisse.web.worker`."""

from __future__ import annotations

import os


def main() -> None:
    """Set Django up, warm up, work until asked to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neisse.web.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from neisse.web.warm import warm_up

    warm_up()
    call_command("db_worker", startup_delay=False, reload=False, verbosity=0)


if __name__ == "__main__":
    main()
