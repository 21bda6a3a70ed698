"""What several tests of the record begin with: a member who speaks for Alpha, and Beta, for which they do not."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def alpha(organisation: Any) -> Any:
    return organisation(id="alpha", name="Alpha")


@pytest.fixture
def member(user: Any, alpha: Any, organisation: Any) -> Any:
    organisation(id="beta", name="Beta", visibility="public")
    return user("member", speaks_for=alpha)
