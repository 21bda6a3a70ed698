"""Where nothing is chosen a list says so in one way, whatever the form is made of."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.forms import modelform_factory

from neisse.web.core.forms import ModelForm

OWN = [m for m in apps.get_models() if m.__module__.startswith("neisse.") and "Historical" not in m.__name__]


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_nothing_is_one_dash(model: Any) -> None:
    form = modelform_factory(model, form=ModelForm, fields="__all__")()
    assert "---------" not in form.as_p()
