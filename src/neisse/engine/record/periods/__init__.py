"""Periods as people write them in German, Polish and English, read into values."""

from neisse.engine.record.periods.reading import PeriodReading, read_period
from neisse.engine.record.periods.words import is_month

__all__ = ["PeriodReading", "is_month", "read_period"]
