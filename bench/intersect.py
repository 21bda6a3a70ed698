"""Measure the intersect stage and write bench/results/intersect.md.

Run: .venv/bin/python bench/intersect.py [section ...]   (all sections without an argument)
Data beside the checkout (`../shared/data`, or NEISSE_SHARED) is read where it is there, else its section is skipped.
"""

from __future__ import annotations

import csv
import json
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

import reliability
import train_overlap as training
from neisse.engine.flow import build_index, find_overlaps, find_partners, find_similar
from neisse.engine.intersect.candidates.pairs import candidate_pairs, candidates
from neisse.engine.intersect.partners.matching import PartnerOptions
from neisse.engine.intersect.verdict.model import shipped_model
from neisse.engine.intersect.verdict.overlaps import OverlapOptions, score_pairs, verdicts
from neisse.engine.intersect.words.lexicon import topic_lexicon
from neisse.engine.text.encoder import default_encoder
from neisse.engine.text.language import detect_language
from neisse.engine.text.names import name_similarity
from neisse.engine.values import Measure, NeisseError, Organisation, Period, Place
from neisse.engine.values.period_code import parse_span
from neisse.formats.jsonl import lines_of, read_measures

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("NEISSE_SHARED", ROOT.parent / "shared")) / "data"
RESULT = ROOT / "bench/results/intersect.md"
IMAGE = ROOT / "docs/images/overlap-reliability.svg"
SHIPPED = ROOT / "src/neisse/engine/intersect/data/reliability.tsv"
TOWNS = (
    "Dresden",
    "Leipzig",
    "Chemnitz",
    "Görlitz",
    "Wrocław",
    "Katowice",
    "Opole",
    "Liberec",
    "Zgorzelec",
    "Legnica",
)
FORMATS = {
    "de": ("Workshop", "Tagung", "Projekt"),
    "pl": ("Warsztaty", "Konferencja", "Projekt"),
    "en": ("Workshop", "Conference", "Project"),
}
KINDS = ("training", "event", "project")
ASIDE = {"two desks": "overlap_desks_aside", "hosts and guests": "overlap_guests_aside"}
PLAIN = OverlapOptions(with_reasons=False)
Row = tuple[str, str]


def development() -> Iterator[Row]:
    """Each labelled set by a model of the other authors; then by held-out scenes; then calibration, as a picture too."""
    judged = training.judge()
    for name, pairs in judged.sets.items():
        rows = training.told(pairs, judged.given[name], judged.cuts)
        yield f"{name}, trained on the other authors", _figures(rows)
    within = training.across_scenes(judged.sets)
    for name, (chosen, unseen) in within.items():
        if name == "example":
            continue
        pairs = judged.sets[name]
        given = training.final(unseen, judged.temperature, pairs, chosen)
        found = verdicts(given, judged.cuts)[0]
        rows = training.scores(pairs.classes[chosen], found)
        yield f"{name}, held-out scenes, all authors in training, pairs alone", _figures(rows)
    truth = np.concatenate([p.classes for p in judged.sets.values()])
    given = np.vstack(list(judged.given.values()))
    curves = reliability.curves(truth, given)
    for line in curves:
        figures = ", ".join(f"{bin.said:.2f} said {bin.true:.2f} true ({bin.pairs})" for bin in line.bins)
        yield f"calibration of {line.name} on unseen authors", figures
    IMAGE.write_text(reliability.draw(curves), encoding="utf-8")
    SHIPPED.write_text(reliability.table(curves), encoding="utf-8")


def aside() -> Iterator[Row]:
    """The sets that nothing is fitted on, by the model that ships; any overlap counts as found."""
    for label, name in ASIDE.items():
        folder = training.INSTANCES / name
        measures = list(read_measures(lines_of(folder / "measures.jsonl")).values)
        real = dict.fromkeys(combinations(sorted(m.id for m in measures), 2), 0)
        with (folder / "pairs.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                a, b = sorted((row["a"], row["b"]))
                real[a, b] = training.CLASSES.index(row["verdict"])
        said = dict.fromkeys(real, 0)
        said |= {
            (o.a, o.b): training.CLASSES.index(o.verdict) for o in find_overlaps(measures, options=PLAIN)
        }
        truth, found = np.array(list(real.values())), np.array(list(said.values()))
        anything = ((truth > 0) & (found > 0)).sum() / (truth > 0).sum()
        figures = f"{_figures(training.scores(truth, found))}; any overlap found {anything:.3f}"
        yield f"{label}, kept aside, {len(measures)} measures, {(truth > 0).sum()} pairs", figures


def _figures(rows: list[tuple[float, float, float]]) -> str:
    cells = [
        f"{n} P {p:.3f} R {r:.3f} F1 {f:.3f}" for n, (p, r, f) in zip(training.CLASSES[1:], rows, strict=True)
    ]
    return "; ".join([*cells, f"macro-F1 {training.macro(rows):.3f}"])


def triples() -> Iterator[Row]:
    """Every language of a triple finds its two translations among all others."""
    sets = json.loads((DATA / "domain_triples.json").read_text(encoding="utf-8"))
    rows = default_encoder().encode([text for triple in sets for text in triple]).reshape(len(sets), 3, -1)
    hits = [
        (rows[:, a] @ rows[:, b].T).argmax(axis=1) == np.arange(len(sets))
        for a in range(3)
        for b in range(3)
        if a != b
    ]
    yield f"domain triples, top-1 of {len(sets)}, six directions", f"{np.mean(hits):.3f}"


def events() -> Iterator[Row]:
    """The same event under several topics; truth by url and dates, which the engine does not see."""
    measures, keys = [], defaultdict(list)
    for k, line in enumerate((DATA / "events_confs_tech.jsonl").read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        try:
            period = parse_span(row["startDate"], row.get("endDate") or row["startDate"])
        except NeisseError:
            period = parse_span(row["startDate"])
        online = str(row.get("city", "")).lower() == "online" or bool(row.get("online"))
        place = (
            Place(online=True)
            if online and not row.get("country")
            else Place(row.get("city") or "", row.get("country") or "", online=online)
        )
        measures.append(
            Measure(id=f"{k:05d}", title=row["name"], owner="", kind="event", period=period, place=place)
        )
        keys[row["url"].rstrip("/").lower(), row["startDate"], row.get("endDate")].append(f"{k:05d}")
    truth = {pair for ids in keys.values() for pair in combinations(sorted(ids), 2)}
    began = time.perf_counter()
    found = {(o.a, o.b) for o in find_overlaps(measures, options=PLAIN) if o.verdict == "duplicate"}
    hit = len(found & truth)
    f1, spent = 2 * hit / (len(found) + len(truth)), time.perf_counter() - began
    figure = f"P {hit / len(found):.3f} R {hit / len(truth):.3f} F1 {f1:.3f} ({spent:.0f} s with vectors)"
    yield (
        f"events_confs_tech, {len(truth)} true pairs among {len(measures)} rows",
        figure,
    )


def names() -> Iterator[Row]:
    """German or Polish name and town -> the English name of the same organisation.

    Few names carry a language, so two readings: by the tags alone, and, for German and Polish organisations, by the
    tag or else by detection.
    """
    lines = (DATA / "ror_de_pl_cz.jsonl").read_text(encoding="utf-8").splitlines()
    known = [row for row in map(json.loads, lines) if row["status"] in {"active", "inactive"}]
    yield from _top_one("tagged", known, lambda name: name["lang"])
    near = [row for row in known if row["country"] in {"DE", "PL"}]
    yield from _top_one(
        "tagged or detected, DE and PL", near, lambda name: name["lang"] or detect_language(name["value"])
    )


def _top_one(
    label: str, rows: list[dict[str, Any]], language: Callable[[dict[str, Any]], str | None]
) -> Iterator[Row]:
    queries: list[tuple[str, str, int, int]] = []
    targets: list[tuple[str, str, int]] = []
    for k, row in enumerate(rows):
        town, half = (row["city"] or [""])[0], crc32(row["id"].encode()) % 2
        named = [(n["value"], language(n)) for n in row["names"] if "acronym" not in n["types"]]
        english = [name for name, tongue in named if tongue == "en"]
        targets += [(name, town, k) for name in english]
        queries += [(name, town, k, half) for name, tongue in named if english and tongue in {"de", "pl"}]
    texts, towns = ([[side[at] for side in many] for many in (queries, targets)] for at in (0, 1))
    vectors = (default_encoder().encode(texts[0]), default_encoder().encode(texts[1]))
    found = name_similarity(texts[0], texts[1], vectors, (towns[0], towns[1])).argmax(axis=1)
    right = np.array([t[2] for t in targets])[found] == np.array([q[2] for q in queries])
    aside = np.array([q[3] for q in queries]) == 1
    plain = (vectors[0] @ vectors[1].T).argmax(axis=1)
    bare = np.array([t[2] for t in targets])[plain] == np.array([q[2] for q in queries])
    yield (
        f"ROR names, {label}: {len(queries)} German or Polish -> {len(targets)} English",
        f"top-1 {right.mean():.3f} (half kept aside {right[aside].mean():.3f}; vectors alone {bare.mean():.3f})",
    )


def partners(count: int = 2000) -> Iterator[Row]:
    """Planted pairs: an offer in one language, the need for it in another, both ways; the rest is noise."""
    rng = random.Random(7)
    concepts = [c for c in topic_lexicon().concepts if c.group not in {"market", "business", "people"}]
    say = {
        "offer": {
            "de": "Wir bieten {} für Partner.",
            "pl": "Oferujemy: {} dla partnerów.",
            "en": "We offer {} to partners.",
        },
        "need": {"de": "Wir suchen {}.", "pl": "Szukamy: {}.", "en": "We are looking for {}."},
    }
    pairs = list(combinations(range(len(concepts)), 2))
    rng.shuffle(pairs)
    organisations, truth = [], []
    for k in range(0, count, 2):
        there, back = (" / ".join((concepts[i].key, concepts[j].key)) for i, j in (pairs.pop(), pairs.pop()))
        languages = rng.sample(("de", "pl", "en"), 2)
        sides = [[there, back], [back, there]]
        for side, (language, (offer, need)) in enumerate(zip(languages, sides, strict=True)):
            texts = [
                say[what][language].format(
                    ", ".join(
                        topic_lexicon().concepts[topic_lexicon().position[key]].labels.get(language)
                        for key in keys.split(" / ")
                    )
                )
                for what, keys in (("offer", offer), ("need", need))
            ]
            organisations.append(
                Organisation(
                    id=f"o{k + side:04d}", name=f"O{k + side}", offers=(texts[0],), needs=(texts[1],)
                )
            )
        truth.append((f"o{k:04d}", f"o{k + 1:04d}"))
    began = time.perf_counter()
    found = find_partners(organisations, options=PartnerOptions(cap=10))
    spent = time.perf_counter() - began
    ranked: dict[str, list[str]] = defaultdict(list)
    for match in found:
        ranked[match.a].append(match.b)
        ranked[match.b].append(match.a)
    gains = [
        1 / np.log2(2 + ranked[a].index(b)) if b in ranked[a][:10] else 0.0
        for x, y in truth
        for a, b in ((x, y), (y, x))
    ]
    sizes = [len(ranked[o.id]) for o in organisations]
    yield (
        f"partners, {count} organisations, {len(truth)} planted pairs in two languages",
        f"nDCG@10 {np.mean(gains):.3f}; most proposals {max(sizes)}, median {np.median(sizes):.0f} ({spent:.0f} s with vectors)",
    )


def synthetic(count: int, seed: int = 11) -> list[Measure]:
    """Seeded measures in three languages: formats x topics x towns x days of three years."""
    rng = random.Random(seed)
    concepts = topic_lexicon().concepts
    found = []
    for k in range(count):
        language = rng.choice(("de", "pl", "en"))
        one, two = rng.sample(concepts, 2)
        form = rng.randrange(3)
        start = date(2026, 1, 1) + timedelta(days=rng.randrange(1095))
        title = f"{FORMATS[language][form]}: {one.labels.get(language)}"
        period = Period(start, start + timedelta(days=rng.choice((1, 1, 2, 60))))
        found.append(
            Measure(
                id=f"s{k:06d}",
                title=title,
                owner=f"owner-{rng.randrange(200)}",
                kind=KINDS[form],
                topics=(two.labels.get(language),),
                period=period,
                place=Place(rng.choice(TOWNS)),
            )
        )
    return found


def speed() -> Iterator[Row]:
    """Time on this machine, vectors given; other work may run beside it."""
    measures = synthetic(int(os.environ.get("NEISSE_BENCH_MEASURES", "10000")))
    began = time.perf_counter()
    index = build_index(measures)
    yield f"index of {len(measures)} measures, vectors included", f"{time.perf_counter() - began:.1f} s"
    began = time.perf_counter()
    found = index.overlaps(PLAIN)
    whole = time.perf_counter() - began
    yield f"all overlaps of {len(measures)} measures ({len(found)} found)", f"{whole:.1f} s"
    count = sum(len(i) for i, _ in candidate_pairs(index.table))
    pairs = len(measures) * (len(measures) - 1) / 2
    yield "candidate pairs", f"{count:,} of {pairs:,.0f} ({count / pairs:.2%})"
    times = []
    for measure in measures[:30]:
        draft = measure
        began = time.perf_counter()
        find_similar(draft, index)
        times.append(1000 * (time.perf_counter() - began))
    yield (
        f"one measure against {len(measures)}, with reasons",
        f"median {np.median(times):.0f} ms, p95 {np.quantile(times, 0.95):.0f} ms",
    )
    part = index.table.part(0, 600)
    i, j = np.triu_indices(600, 1)
    scored = score_pairs(part, part, i, j)
    classes, _ = verdicts(scored.probabilities, shipped_model().cuts)
    kept = candidates(part, part)[i, j]
    yield (
        "recall of the candidates against comparing everything (600 measures)",
        f"{kept[classes > 0].mean():.4f}",
    )


SECTIONS = {f.__name__: f for f in (development, aside, triples, events, names, partners, speed)}


def main() -> None:
    """Run the sections and write the table; a section keeps its old rows where it is not run."""
    chosen = sys.argv[1:] or list(SECTIONS)
    kept = (
        json.loads(RESULT.with_suffix(".json").read_text(encoding="utf-8"))
        if RESULT.with_suffix(".json").exists()
        else {}
    )
    for name in chosen:
        if name in {"triples", "events", "names"} and not DATA.exists():
            print(f"SKIPPED {name}: no data at {DATA}")
            continue
        kept[name] = list(SECTIONS[name]())
        for what, figure in kept[name]:
            print(f"{what}: {figure}", flush=True)
        RESULT.with_suffix(".json").write_text(
            json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    rows = [f"| {what} | {figure} |" for name in SECTIONS for what, figure in kept.get(name, [])]
    note = "Written by `bench/intersect.py`; two cores, shared with other work (`python bench/intersect.py`)."
    head = f"# Intersect: figures\n\n{note}\n\n| what | figure |\n|---|---|\n"
    RESULT.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
