"""Numbers of a date with points, as Polish offices write them; Django's own has hyphens."""

SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
