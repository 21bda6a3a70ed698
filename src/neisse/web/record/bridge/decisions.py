"""What people say of the objects of a file: which record each is."""

from __future__ import annotations

from neisse.web.record.bridge.fields import Object

# A record that the file names and does not describe.
STUB = "stub"


def decision_key(obj: Object) -> str:
    """Under what a decision about an object of a file is kept."""
    return f"{obj['type']} {obj['id']}"
