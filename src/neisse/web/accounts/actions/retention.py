"""Forgetting what is no longer needed, as the register of processing says."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from neisse.web.accounts.models import ApiToken

TOKENS_KEPT = timedelta(days=90)
SIGN_INS_KEPT = timedelta(days=90)


@transaction.atomic
def forget_old() -> dict[str, int]:
    """Delete expired sessions, tokens closed for 90 days and sign-ins older than 90 days; returns counts."""
    now = timezone.now()
    closed = Q(expires_at__lt=now - TOKENS_KEPT) | Q(revoked_at__lt=now - TOKENS_KEPT)
    counts = {
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "tokens": ApiToken.objects.filter(closed).delete()[0],
    }
    sign_ins = 0
    for log in (AccessAttempt, AccessLog, AccessFailureLog):
        sign_ins += log.objects.filter(attempt_time__lt=now - SIGN_INS_KEPT).delete()[0]
    return {**counts, "sign_ins": sign_ins}
