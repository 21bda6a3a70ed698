"""Which of the three languages a text is in."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from neisse.engine.values import LANGUAGES, Language


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(list(LANGUAGES))
    # Another one of what is left of it: the first would keep the tables of a hundred languages, 26 MB.
    return LanguageIdentifier(
        whole.nb_ptc,
        whole.nb_pc,
        whole.nb_classes,
        whole.tk_nextmove,
        whole.tk_output,
        norm_probs=True,
        tk_row=whole.tk_row,
    )


def place(elsewhere: Callable[[Any], Any]) -> None:
    """Let the table of the model (40 MB) lie elsewhere, such as in a mapped file of which a text needs little.

    It is read letter by letter, which a view is quicker at than an array.
    """
    import numpy as np  # who only reads a file of another program has no need of it

    known = _identifier()
    known.tk_nextmove = memoryview(elsewhere(np.asarray(known.tk_nextmove)))


def detect_language(text: str, *, at_least: float = 0.0) -> Language | None:
    """German, Polish or English (py3langid's naive Bayes, restricted to the three).

    None for a text without letters, or where the best language's probability is below `at_least`.
    """
    if not any(c.isalpha() for c in text):
        return None
    language, probability = _identifier().classify(text)
    return cast("Language", str(language)) if float(probability) >= at_least else None
