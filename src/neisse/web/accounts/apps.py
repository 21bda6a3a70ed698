"""The Django app `accounts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "neisse.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Say what accounts keep about people, and how often their doors open."""
        from neisse.web.accounts import entrance, tasks
        from neisse.web.accounts.doors import register_doors
        from neisse.web.accounts.keeping import register_keepers
        from neisse.web.core.archive import leaves_out

        register_keepers()
        entrance.register()
        register_doors()
        tasks.register()
        leaves_out(
            _("accounts, their passwords, roles and tokens: people are invited again"),
            "accounts", "account", "auth", "mfa", "socialaccount", "sessions", "axes", "contenttypes",
        )  # fmt: skip
