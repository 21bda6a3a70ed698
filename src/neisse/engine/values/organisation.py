"""An organisation of the network, as the engine sees it."""

from __future__ import annotations

from dataclasses import dataclass

from neisse.engine.values.place import Place
from neisse.engine.values.texts import Texts


@dataclass(frozen=True, slots=True)
class Organisation:
    """Names, place, sectors, what it offers and what it needs (each a text in any of the languages)."""

    id: str
    name: str
    kind: str = "other"
    names: Texts = Texts()
    aliases: tuple[str, ...] = ()
    place: Place = Place()
    sectors: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    ror: str = ""
    lei: str = ""
    nip: str = ""
    regon: str = ""
    krs: str = ""
    hrb: str = ""
    url: str = ""

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name and alias, without repetition, the main name first."""
        return tuple(dict.fromkeys(n for n in (self.name, *self.names.all(), *self.aliases) if n))
