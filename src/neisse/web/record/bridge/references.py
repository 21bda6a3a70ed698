"""References between objects: by id, for organisations also by any of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from neisse.engine.text.fold import fold
from neisse.engine.values import NeisseError, say
from neisse.web.record.models import Merge

Known = Mapping[tuple[str, str], int]


class References:
    """Looks ids up once and remembers them, among the rows that `rows(kind)` gives: what somebody may name."""

    def __init__(self, rows: Callable[[str], QuerySet[Any]]) -> None:
        self._rows = rows
        self._known: dict[tuple[str, str], int] = {}
        self._standing: Known = {}

    def stand(self, standing: Known) -> None:
        """What the record at hand refers to already: it may stay, whoever looks."""
        self._standing = standing

    def hidden(self, kind: str, key: str) -> bool:
        """Whether the record at hand refers to this one, which cannot be named otherwise."""
        return (kind, key) in self._standing and (kind, key) not in self._known

    def load(self, kind: str, keys: Iterable[str]) -> None:
        """Read many ids of one kind with few queries."""
        wanted = [key for key in dict.fromkeys(keys) if key and (kind, key) not in self._known]
        for start in range(0, len(wanted), 500):
            rows = self._rows(kind).filter(key__in=wanted[start : start + 500]).values_list("key", "pk")
            self._known.update({(kind, key): pk for key, pk in rows})
        if kind == "organisation":
            self._load_merged([key for key in wanted if (kind, key) not in self._known])

    def _load_merged(self, keys: list[str]) -> None:
        """An id that was merged away stands for the organisation that it went into."""
        for start in range(0, len(keys), 500):
            merged = Merge.objects.filter(
                key__in=keys[start : start + 500], undone_at=None, survivor__in=self._rows("organisation")
            )
            self._known.update(
                {("organisation", key): pk for key, pk in merged.values_list("key", "survivor_id")}
            )

    def promise(self, kind: str, keys: Iterable[str]) -> None:
        """Rows that will exist, under numbers that no row has."""
        for key in keys:
            self._known.setdefault((kind, key), -1 - len(self._known))

    def find(self, kind: str, key: str) -> int | None:
        """The primary key behind an id (for organisations: or a name that only one has), else None."""
        if (kind, key) not in self._known:
            self.load(kind, [key])
        if (kind, key) in self._standing:
            return self._standing[kind, key]
        if (kind, key) not in self._known and kind == "organisation":
            same = self._rows("organisation").filter(folded_name=fold(key))
            named = list(same.values_list("pk", flat=True)[:2])
            if len(named) == 1:
                self._known[kind, key] = named[0]
        return self._known.get((kind, key))

    def need(self, kind: str, key: Any, field: str) -> int:
        """The primary key behind an id; `object.reference` where there is none."""
        found = self.find(kind, str(key)) if key else None
        if found is None:
            raise NeisseError(
                "object.reference",
                field,
                say("“%(said)s” is not known here (%(kinds)s)", said=key, kinds=kind),
                say("import it first, or use its id"),
            )
        return found

    def maybe(self, kind: str, key: Any, field: str) -> int | None:
        """Like `need`, and None for an empty field."""
        return self.need(kind, key, field) if key else None

    def many(self, kind: str, keys: Iterable[Any] | None, field: str) -> list[int]:
        """The primary keys of a list of ids, in order, without repetition."""
        return list(dict.fromkeys(self.need(kind, key, field) for key in keys or ()))
