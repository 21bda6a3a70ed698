"""Rows <-> contract objects <-> engine values.

A contract object (DESIGN.md section 4) is what files, forms, the API and submissions all speak; so there
is one way in (`actions.store`) and one way out (`to_object`).
"""

from neisse.web.record.bridge.kinds import KINDS, LOAD_ORDER, Kind, to_object
from neisse.web.record.bridge.values import measure_value, organisation_value

__all__ = ["KINDS", "LOAD_ORDER", "Kind", "measure_value", "organisation_value", "to_object"]
