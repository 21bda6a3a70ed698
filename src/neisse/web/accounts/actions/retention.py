"""Forgetting what is no longer needed, as the register of personal data says; each call one small batch."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailConfirmation
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import Q

from neisse.web.accounts.models import ApiToken
from neisse.web.core.actions.retention import delete_batch

TOKENS_KEPT = timedelta(days=90)
SIGN_INS_KEPT = timedelta(days=90)
CONFIRMATIONS_KEPT = timedelta(days=4)


def forget_tokens(now: datetime) -> int:
    """Tokens that were closed or ran out 90 days ago."""
    closed = Q(expires_at__lt=now - TOKENS_KEPT) | Q(revoked_at__lt=now - TOKENS_KEPT)
    return delete_batch(ApiToken.objects.filter(closed))


def forget_sign_ins(now: datetime) -> int:
    """Sign-ins older than 90 days."""
    logs = (AccessAttempt, AccessLog, AccessFailureLog)
    return sum(delete_batch(log.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT)) for log in logs)


def forget_confirmations(now: datetime) -> int:
    """Confirmations of addresses that nobody can use any longer."""
    return delete_batch(EmailConfirmation.objects.filter(created__lt=now - CONFIRMATIONS_KEPT))
