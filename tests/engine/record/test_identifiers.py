"""Identifiers: normalised, or refused with the reason."""

from __future__ import annotations

import pytest

from neisse.engine.record.identifiers import CHECKS, check_identifier


@pytest.mark.parametrize(
    ("scheme", "text", "normal"),
    [
        ("ror", "ror.org/03s7gtk40", "https://ror.org/03s7gtk40"), ("nip", "PL 526-025-02-74", "5260250274"),
        ("regon", "012100784", "012100784"), ("lei", "213800KUD8LAJWSQ9D15", "213800KUD8LAJWSQ9D15"),
        ("hrb", "Amtsgericht Leipzig, HRB 12345", "Leipzig HRB 12345"), ("krs", "KRS 28860", "0000028860"),
        ("nip", "  ", ""),
    ],
)  # fmt: skip
def test_right_ones_are_normalised(scheme: str, text: str, normal: str) -> None:
    assert check_identifier(scheme, text) == (normal, None)


@pytest.mark.parametrize(
    ("scheme", "text", "code"),
    [
        ("ror", "https://ror.org/03s7gtk41", "identifier.checksum"), ("ror", "https://ror.org/il3s7gtk4", "identifier.form"),
        ("nip", "526-025-02-75", "identifier.checksum"), ("lei", "213800KUD8LAJWSQ9D16", "identifier.checksum"),
        ("regon", "12", "identifier.form"), ("hrb", "HRB 12345", "identifier.form"), ("krs", "ABC", "identifier.form"),
    ],
)  # fmt: skip
def test_wrong_ones_say_why(scheme: str, text: str, code: str) -> None:
    value, finding = check_identifier(scheme, text)
    assert value == ""
    assert finding is not None
    assert (finding.code, finding.column, bool(finding.hint)) == (code, scheme, True)


@pytest.mark.parametrize("scheme", CHECKS)
def test_a_normalised_one_is_a_fixed_point(scheme: str) -> None:
    examples = {
        "ror": "03s7gtk40", "lei": "213800KUD8LAJWSQ9D15", "nip": "5260250274", "regon": "012100784",
        "hrb": "Dresden VR 3456", "krs": "28860",
    }  # fmt: skip
    once, _ = check_identifier(scheme, examples[scheme])
    assert check_identifier(scheme, once) == (once, None)
