"""In which language a short text is, as far as it can be told."""

from neisse.engine.text.language import detect_language

__all__ = ["language_of"]


def language_of(text: str) -> str:
    """`de`, `pl` or `en`."""
    return str(detect_language(text) or "")
