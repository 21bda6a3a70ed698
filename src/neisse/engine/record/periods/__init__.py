"""Periods as people write them in German, Polish and English, read into values."""

from neisse.engine.record.periods.reading import PeriodReading, read_period

__all__ = ["PeriodReading", "read_period"]
