"""Rows <-> the agree engine: the only room of this stage that imports it."""

from neisse.web.agree.bridge.planning import (
    explained,
    groups_among,
    prices,
    proposed,
    round_value,
    sentences_of,
)

__all__ = ["explained", "groups_among", "prices", "proposed", "round_value", "sentences_of"]
