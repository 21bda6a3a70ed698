"""The same organisation twice: under German, Polish and English names, acronyms, legal forms, slips of the pen."""

from neisse.engine.record.duplicates.find import Duplicate, conflicts, duplicate_groups, find_duplicates

__all__ = ["Duplicate", "conflicts", "duplicate_groups", "find_duplicates"]
