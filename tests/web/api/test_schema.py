"""Schemathesis: whatever the description allows or forbids, the API answers as it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings as settings_of_django
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from neisse.web.core.actors import SYSTEM
from neisse.web.wsgi import application

# What the description cannot say (references, checksums, days of the calendar) is refused with 422 or 409.
REFUSALS = ["2xx", "3xx", "401", "403", "404", "409", "412", "422"]
CHECKS = {"positive_data_acceptance": {"expected-statuses": REFUSALS}}
DESCRIPTION = "/api/v1/openapi.json"


def loaded(**config: Any) -> Any:
    """The description of the API, served by the product itself."""
    found = SchemathesisConfig.from_dict({"checks": CHECKS, **config})
    return schemathesis.openapi.from_wsgi(DESCRIPTION, application, config=found)


ON_SQLITE = settings_of_django.DATABASES["default"]["ENGINE"].endswith("sqlite3")
# Every way to break the description is tried on one database; on the other what a database may take differently is sent
# to every parameter (`walks/test_api_parameters.py`) and field (`walks/test_forms.py`), and here some cases of each.
schema = loaded() if ON_SQLITE else loaded(phases={"coverage": {"enabled": False}})
reads = loaded(phases={"coverage": {"enabled": False}}).include(method="GET")
BOUNDED = settings(
    max_examples=6 if ON_SQLITE else 3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The test's transaction outlives the requests, as Django's own test client has it."""
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


# The transport in the process does not unpack what was compressed.
AS_IT_IS = {"Accept-Encoding": "identity"}


@pytest.fixture
def bearer(user: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A manager's token, and no limit of speed."""
    from neisse.web.accounts.actions import issue_token
    from neisse.web.core.api.limits import Limit

    monkeypatch.setattr(Limit, "allow_request", lambda self, request: True)
    return AS_IT_IS | {
        "Authorization": f"Bearer {issue_token(user('manager'), 'schema', 'write', actor=SYSTEM)[1]}"
    }


@pytest.fixture
def something(measure: Any, record: Any, organisation: Any) -> None:
    """One record of every kind, so that reads have something to give."""
    plan = measure(owner=organisation(id="a", name="A"), id="a", place={"city": "Wrocław"})
    net = record("network", id="a", name="A")
    record("person", id="a", name="A", organisation="a")
    record("membership", id="a", network="a", organisation="a")
    record("section", id="a", network=net.key, name="A", members=["a"])
    record("topic_group", id="a", section="a", name="A", meetings=[plan.key])
    record("figure", id="a", about="a", concept="members", value=136, unit="organisations", year=2021)


@schema.parametrize()
@BOUNDED
def test_as_described(case: Any, bearer: dict[str, str], something: None) -> None:
    case.call_and_validate(headers=bearer)


@pytest.mark.one_database("the queries are those of the manager, who reads more")
@reads.parametrize()
@BOUNDED
def test_as_described_for_the_public(case: Any, something: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from neisse.web.core.api.limits import Limit

    monkeypatch.setattr(Limit, "allow_request", lambda self, request: True)
    case.call_and_validate(headers=AS_IT_IS)
