"""What ships about the reliability of probabilities."""

from __future__ import annotations

from neisse.engine.intersect.verdict.reliability import bin_of, shipped_reliability
from neisse.engine.values import Verdict


def test_every_verdict_is_measured_from_low_to_high() -> None:
    bins = shipped_reliability()
    assert {b.verdict for b in bins} == set(Verdict)
    for verdict in Verdict:
        mine = [b for b in bins if b.verdict is verdict]
        assert [b.said for b in mine] == sorted(b.said for b in mine)
        assert mine[0].said < 0.1
        assert mine[-1].said > 0.85
        assert all(0 <= b.true <= 1 and b.pairs >= 8 for b in mine)


def test_the_nearest_bin() -> None:
    for verdict in Verdict:
        sure = bin_of(verdict, 1.0)
        assert sure == max((b for b in shipped_reliability() if b.verdict is verdict), key=lambda b: b.said)
        assert bin_of(verdict, sure.said - 0.01) == sure
