"""Files in, files out: every format that people already have, read into and written from values."""
