"""Pure Python over frozen values: no Django, no files, no network, no clock, no global random, no logging.

Each stage is one package (record, intersect, agree, meet, deliver, publish). The stages do not know each
other: they share `values` and `text`, and meet in `flow`.
"""
