"""The vocabulary that all stages share: frozen, comparable, free of behaviour that needs the world."""

from neisse.engine.values.errors import NeisseError
from neisse.engine.values.finding import Finding, Severity, finding_of_json
from neisse.engine.values.match import Match
from neisse.engine.values.measure import Certainty, Measure, MeasureKind, Visibility
from neisse.engine.values.organisation import Organisation
from neisse.engine.values.overlap import Overlap, Reason, Verdict
from neisse.engine.values.period import Period, Precision
from neisse.engine.values.place import Place
from neisse.engine.values.region import HOME_COUNTRIES, HOME_ZONE, ZONES, zone_of
from neisse.engine.values.sentence import Sentence, in_language, packed, say, unpacked, values_of
from neisse.engine.values.texts import LANGUAGES, Language, Texts

__all__ = [
    "HOME_COUNTRIES",
    "HOME_ZONE",
    "LANGUAGES",
    "ZONES",
    "Certainty",
    "Finding",
    "Language",
    "Match",
    "Measure",
    "MeasureKind",
    "NeisseError",
    "Organisation",
    "Overlap",
    "Period",
    "Place",
    "Precision",
    "Reason",
    "Sentence",
    "Severity",
    "Texts",
    "Verdict",
    "Visibility",
    "finding_of_json",
    "in_language",
    "packed",
    "say",
    "unpacked",
    "values_of",
    "zone_of",
]
