"""Which of the three languages a text is in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from neisse.engine.values import LANGUAGES, Language


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def detect_language(text: str, *, at_least: float = 0.0) -> Language | None:
    """German, Polish or English (py3langid's naive Bayes, restricted to the three).

    None for a text without letters, or where the best language's probability is below `at_least`.
    """
    if not any(c.isalpha() for c in text):
        return None
    language, probability = _identifier().classify(text)
    return cast("Language", str(language)) if float(probability) >= at_least else None
