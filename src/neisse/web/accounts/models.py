"""Users, their role, their personal tokens for the API, and the daily mail that they asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from neisse.web.core.models.links import SecretLink


class Role(models.TextChoices):
    """What a person may do in an instance; everybody who is not signed in is the public."""

    MANAGER = "manager", _("Manager")
    CIRCLE = "circle", _("Circle")
    MEMBER = "member", _("Member")
    GUEST = "guest", _("Guest")


class UserManager(BaseUserManager["User"]):
    """Users are known by their mail address, folded to lower case."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user however the address is typed, in the letters by which the tries at an account are counted.

        A database may take more letters for the same ones (`ı` for `i`): each would be a new name for the lockout.
        """
        said = username or ""
        user = self.get(email__iexact=said)
        if user.email.casefold() != said.casefold():
            raise self.model.DoesNotExist
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a login. Which organisation they speak for stands in `record.Person`."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.GUEST)
    language = models.CharField(_("language"), max_length=2, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    invented = models.BooleanField(_("example"), default=False, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """There is no admin site; the word is what third-party apps ask for."""
        return False

    def get_full_name(self) -> str:
        """The name, else the address."""
        return str(self)

    def clean(self) -> None:
        """Fold the address, so that it cannot be registered twice in other letters."""
        super().clean()
        self.email = self.email.lower()


class ApiToken(SecretLink):
    """A personal token of the API. Only its hash is kept; it is shown once, when it is made."""

    class Scope(models.TextChoices):
        """What a token may do, besides what its owner may not."""

        READ = "read", _("read")
        WRITE = "write", _("read and write")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(_("what it is for"), max_length=100)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices, default=Scope.READ)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(
        "self", null=True, on_delete=models.CASCADE, related_name="made", editable=False
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label

    def is_valid(self, now: datetime) -> bool:
        """Whether the token opens the door at `now`: never when its account is closed."""
        return super().is_valid(now) and self.user.is_active

    def as_dict(self) -> dict[str, Any]:
        """What a list of tokens shows; never the token itself."""
        return {"id": self.pk, "label": self.label, "scope": self.scope, "expires_at": self.expires_at}


class Digest(models.Model):
    """That a person wants what waits for them in one mail a day; without a row there is none."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="digest")
    hour = models.PositiveSmallIntegerField(
        _("hour"), help_text="from 0 to 23, in the time zone of the instance"
    )
    address = models.CharField(max_length=300, help_text="where the person reads the instance, for the link")
    looked_on = models.DateField(null=True, editable=False, help_text="the last day on which it was looked")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(hour__lte=23), name="digest_hour_of_a_day")]

    def __str__(self) -> str:
        return f"{self.hour}:00"
