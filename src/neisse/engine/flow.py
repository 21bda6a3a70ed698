"""Where the stages meet: files' values in, the answers of a stage out. The surface that cli and web call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from neisse.engine.agree.choices import table_of, with_verdicts, without_options
from neisse.engine.agree.round import Group as RoundGroup
from neisse.engine.agree.round import Round, Table
from neisse.engine.agree.tidy import tidied
from neisse.engine.intersect.federation.relay import follow, relayed
from neisse.engine.intersect.fields import Field
from neisse.engine.intersect.fields import find_fields as fields_of_sides
from neisse.engine.intersect.groups import Group, group_overlaps
from neisse.engine.intersect.index import OverlapIndex, Read
from neisse.engine.intersect.partners.matching import PartnerOptions, Progress, build_market, match_partners
from neisse.engine.intersect.table.measures import measure_table
from neisse.engine.intersect.verdict.overlaps import OverlapOptions, verdict_cuts
from neisse.engine.intersect.verdict.why import Weighed, weigh
from neisse.engine.intersect.words.lexicon import Lexicon
from neisse.engine.text.encoder import Encoder, Vectors, default_encoder
from neisse.engine.values import Finding, Match, Measure, Organisation, Overlap, Verdict, Visibility

Known = Mapping[str, Vectors]


def find_overlaps(
    measures: Sequence[Measure],
    organisations: Sequence[Organisation] = (),
    *,
    encoder: Encoder | None = None,
    vectors: Known | None = None,
    options: OverlapOptions | None = None,
) -> list[Overlap]:
    """All overlaps among measures, surest first, with reasons.

    `vectors` maps `content_key(text)` of the texts of `measure_texts` to rows; missing ones are encoded.
    `organisations` give owners and partners their names, which reasons speak of and by which they compare.
    What follows from duplicates is among them (`relayed`), but never through a blind plan.
    """
    names = {organisation.id: organisation.name for organisation in organisations}
    named = [
        replace(m, owner=names.get(m.owner, m.owner), partners=tuple(names.get(p, p) for p in m.partners))
        for m in measures
    ]
    return all_overlaps(build_index(named, encoder=encoder, vectors=vectors), options)


def all_overlaps(
    index: OverlapIndex,
    options: OverlapOptions | None = None,
    progress: Callable[[int], None] = lambda _pairs: None,
) -> list[Overlap]:
    """All overlaps among the measures of an index, surest first, with what follows from duplicates.

    `progress` hears after some thousand pairs how many are compared; what it raises ends the work.
    """
    chosen = options or OverlapOptions()
    direct = index.overlaps(chosen, progress)
    of_duplicates = {key for o in direct if o.verdict is Verdict.DUPLICATE for key in (o.a, o.b)}
    found = relayed(direct, index.measures(sorted(of_duplicates)), verdict_cuts(chosen))
    return found if chosen.with_reasons else [replace(o, reasons=()) for o in found]


def what_follows(direct: Sequence[Overlap], seen: Mapping[str, Visibility]) -> list[Overlap]:
    """What follows from these overlaps alone, without reasons, by who sees the measures: see `relay`."""
    return follow(direct, seen, verdict_cuts(OverlapOptions()))


def find_similar(
    draft: Measure,
    index: OverlapIndex,
    *,
    vectors: Known | None = None,
    options: OverlapOptions | None = None,
    read: Read | None = None,
) -> list[Overlap]:
    """What a measure that is being typed overlaps with, among those that `read` gives, surest first; nothing is stored."""
    return index.against(draft, vectors, options, read)


def build_index(
    measures: Sequence[Measure],
    *,
    encoder: Encoder | None = None,
    vectors: Known | None = None,
    topics: Lexicon | None = None,
    read: Read | None = None,
) -> OverlapIndex:
    """The index that `find_similar` asks; keep it, and `put` or `remove` what changes. `read`: see `OverlapIndex`."""
    return OverlapIndex(measures, encoder or default_encoder(), vectors, topics, read)


def find_partners(
    organisations: Sequence[Organisation],
    *,
    encoder: Encoder | None = None,
    vectors: Known | None = None,
    options: PartnerOptions | None = None,
    topics: Lexicon | None = None,
    progress: Progress | None = None,
) -> list[Match]:
    """Partner proposals for all organisations, best first, no one in more than `options.cap` of them.

    `vectors` maps `content_key(text)` of the texts of `profile_texts` to rows; missing ones are encoded. `progress`
    hears how many of how many needs are compared.
    """
    chosen = options or PartnerOptions()
    market = build_market(organisations, encoder or default_encoder(), vectors, topics, chosen.fresh)
    return match_partners(market, chosen, progress)


def find_groups(overlaps: Sequence[Overlap]) -> list[Group]:
    """Duplicates and parallels gathered into groups, largest first; what stays apart is a cut with its reason."""
    return group_overlaps(overlaps)


def weigh_pair(
    a: Measure, b: Measure, *, encoder: Encoder | None = None, vectors: Known | None = None
) -> Weighed:
    """Two measures with their probabilities and reasons; where they do not overlap, what would have to change."""
    return weigh(a, b, measure_table((a, b), encoder or default_encoder(), vectors))


def find_fields(
    organisations: Sequence[Organisation],
    side_a: str,
    side_b: str,
    measures: Sequence[Measure] = (),
    *,
    topics: Lexicon | None = None,
    seed: int = 0,
) -> list[Field]:
    """Topics where two sides (sectors, networks, countries, towns) are strong and nothing joint exists."""
    return fields_of_sides(organisations, side_a, side_b, measures, topics=topics, seed=seed)


def round_table(round_: Round, *, encoder: Encoder | None = None) -> tuple[Table, list[Finding]]:
    """The choices of a round, and a remark on each thing that it names and that is gone.

    A round without groups gets those that its overlaps make; where a group has no options they are made from the verdict of
    its surest overlap. Errors: those of `tidied` and `table_of`. Cost: that of `find_overlaps` where verdicts are wanted.
    """
    named = round_
    if not round_.groups and len(round_.measures) > 1:
        found = find_groups(find_overlaps(round_.measures, encoder=encoder))
        named = replace(round_, groups=tuple(RoundGroup(f"group:{g.members[0]}", g.members) for g in found))
    clean, findings = tidied(named)
    wanting = {m for group in without_options(clean) for m in group.measures}
    verdicts: dict[str, Verdict] = {}
    if wanting:
        overlaps = find_overlaps([m for m in clean.measures if m.id in wanting], encoder=encoder)
        group_of = {m: g.id for g in clean.groups for m in g.measures}
        for o in overlaps:
            if group_of[o.a] == group_of[o.b]:
                verdicts.setdefault(group_of[o.a], o.verdict)
    return table_of(with_verdicts(clean, verdicts)), findings
