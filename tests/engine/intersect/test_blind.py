"""What a notice of an overlap with a blind plan may say: a topic of both plans, or none."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from neisse.engine.intersect.blind import notice
from neisse.engine.intersect.table.reading import measure_texts
from neisse.engine.intersect.words.lexicon import topic_lexicon
from neisse.engine.values import Measure

LABELS = [concept.label("de") for concept in topic_lexicon().concepts]
plans = st.builds(
    lambda topics, title: Measure("", title, "", topics=tuple(topics)),
    st.lists(st.sampled_from(LABELS), max_size=3),
    st.sampled_from(["Treffen", *LABELS]),
)


def topics_in(plan: Any) -> set[str]:
    lexicon = topic_lexicon()
    return {lexicon.concepts[found].label() for found in lexicon.find(measure_texts(plan)[1])}


@given(plans, plans)
def test_the_topic_of_a_notice_lies_in_both_plans(a: Any, b: Any) -> None:
    told, shared = notice(a, b).topic, topics_in(a) & topics_in(b)
    assert told == notice(b, a).topic
    assert told in shared if shared else told == "", "a topic of one plan alone tells what the other hides"


def test_plans_without_a_common_topic_give_no_topic() -> None:
    a, b = (Measure("", "Treffen", "", topics=(label,)) for label in ("Bioinformatik", "Logistik"))
    assert topics_in(a) != topics_in(b)
    assert notice(a, b).topic == ""
