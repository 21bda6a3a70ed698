"""What the core takes from the engine: folding."""

from neisse.engine.text.fold import fold, words
from neisse.engine.text.towns import find_town, towns_in

__all__ = ["find_town", "fold", "names_of_town", "searchable", "words"]


def searchable(text: str) -> str:
    """A text as the index keeps it: folded, with the own names of the towns that it names otherwise."""
    folded = fold(text)
    towns = [
        name for town in towns_in(text, least_population=1_000) if (name := fold(town.name)) not in folded
    ]
    return f" {' '.join([folded, *towns])} "


def names_of_town(word: str) -> tuple[str, ...]:
    """The folded names under which texts may speak of the town that `word` names: Breslau -> wroclaw."""
    town = find_town(word)
    return tuple(dict.fromkeys((fold(word), fold(town.name)))) if town else (fold(word),)
