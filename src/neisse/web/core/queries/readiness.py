"""Whether an instance is ready for the public: what a stranger on the network would find missing or open."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from neisse.web.core.health import Sign
from neisse.web.core.models import Instance
from neisse.web.core.queries import the_instance
from neisse.web.core.queries.public_address import LOCAL

FROM_HERE = "@localhost"


def readiness() -> Iterator[Sign]:
    """Each thing that an instance on the network needs; one query."""
    yield from _address()
    yield from _mail()
    yield from _texts(the_instance())
    is_closed = not (settings.DEBUG or settings.DEMO)
    yield _sign(
        "public.closed",
        gettext_lazy("No demonstration, no debug pages"),
        is_closed,
        "NEISSE_DEMO, NEISSE_DEBUG",
    )
    yield _sign(
        "public.backup",
        gettext_lazy("A backup every day"),
        bool(settings.BACKUP_FOLDER),
        "NEISSE_BACKUP_FOLDER",
    )


def _address() -> Iterator[Sign]:
    """By which names, over what, and past which web server people come."""
    own = [name for name in settings.ALLOWED_HOSTS if name not in LOCAL]
    is_named = bool(own) and "*" not in own
    yield _sign("public.hosts", gettext_lazy("Its names on the network"), is_named, "NEISSE_HOSTS")
    yield _sign("public.https", gettext_lazy("Only by HTTPS"), settings.BEHIND_HTTPS, "NEISSE_HTTPS")
    known = settings.CSRF_TRUSTED_ORIGINS
    is_known = bool(known) and all(origin.startswith("https://") for origin in known)
    yield _sign("public.origins", gettext_lazy("Forms come from its own pages"), is_known, "NEISSE_ORIGINS")
    yield _sign(
        "public.proxy", gettext_lazy("The web server in front"), bool(settings.PROXIES), "NEISSE_PROXIES"
    )


def _mail() -> Iterator[Sign]:
    """Whether mails leave, in the name of somebody who can be answered."""
    is_sent = "smtp" in settings.EMAIL_BACKEND
    yield _sign("public.mail", gettext_lazy("A mail server"), is_sent, "NEISSE_MAIL_HOST")
    is_from = not settings.DEFAULT_FROM_EMAIL.endswith(FROM_HERE)
    yield _sign("public.sender", gettext_lazy("The sender of mails"), is_from, "NEISSE_MAIL_FROM")


def _texts(instance: Instance) -> Iterator[Sign]:
    """What the law asks of a page for the public."""
    place = _("page Settings")
    host = urlsplit(instance.public_address).hostname or ""
    is_public = bool(host) and host not in LOCAL
    yield _sign("public.address", gettext_lazy("Public address of this instance"), is_public, place)
    yield _sign("public.name", gettext_lazy("The name of the network"), bool(instance.name), place)
    yield _sign("public.imprint", gettext_lazy("Imprint"), bool(instance.imprint), place)
    yield _sign("public.contact", gettext_lazy("Contact address"), bool(instance.contact), place)
    is_there = bool(instance.privacy_contact)
    yield _sign("public.privacy", gettext_lazy("Contact for personal data"), is_there, place)


def _sign(code: str, label: object, is_well: bool, place: str) -> Sign:
    found = _("is set") if is_well else _("is missing: %(place)s") % {"place": place}
    return Sign(code, label, found, is_well)  # type: ignore[arg-type]
