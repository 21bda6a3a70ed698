"""Write src/neisse/engine/record/duplicates/name_words.tsv: in how many organisations' names a word stands.

From the German, Polish and Czech organisations of ROR (ror.org, CC0), as `neisse record duplicates` reads names:
without legal forms, institution words in one language. First line: how many organisations were read; then the words
of two or more of them.

Run: .venv/bin/python bench/build_name_words.py
"""

from __future__ import annotations

from collections import Counter

from neisse.engine.record.duplicates.signatures import signature
from record_duplicates import WEIGHTS, ror

TARGET = WEIGHTS.with_name("name_words.tsv")


def main() -> None:
    organisations = ror()
    seen = Counter(
        word for o in organisations for word in {word for name in signature(o).names for word in name}
    )
    rows = sorted((word, times) for word, times in seen.items() if times > 1)
    lines = [f"*\t{len(organisations)}", *(f"{word}\t{times}" for word, times in rows)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(rows):,} words of {len(organisations):,} organisations: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
