"""Neisse: software for regional innovation networks.

Six words carry everything: record, intersect, agree, meet, deliver, publish. `engine` computes,
`formats` reads and writes files, `web` keeps and shows, `cli` speaks on the command line.
"""

__version__ = "0.1.0"
