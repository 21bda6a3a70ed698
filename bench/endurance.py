"""What an instance endures; each part writes its own section of `bench/results/endurance.md`.

`python bench/endurance.py 50 [--seed 7] [--only import,server]` kills (-9) a worker, the sender of mails, a backup or the
whole server at random moments; `python bench/endurance.py smtp` compares pages beside a mail server that hangs with pages
beside one that works; `python bench/endurance.py bombs` asks for pages while hostile files are read.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", help="how many kills; or smtp; or bombs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds of work to kill, with commas between")
    parser.add_argument("--turns", type=int, default=240, help="of smtp: how often each page is asked for")
    parser.add_argument("--keep", action="store_true", help="leave the file of results as it is")
    given = parser.parse_args()
    os.environ.setdefault("NEISSE_DATA", tempfile.mkdtemp(prefix="neisse-endurance-"))
    os.environ |= {
        "NEISSE_LOG_LEVEL": "CRITICAL",
        "NEISSE_API_RATE": "1000000/min",
        "NEISSE_PROXIES": "127.0.0.1",
    }
    if given.what == "smtp":
        import endurance_smtp

        return endurance_smtp.main(given.turns, keep=given.keep)
    if given.what == "bombs":
        import endurance_bombs

        return endurance_bombs.main(keep=given.keep)
    import endurance_kills

    only = tuple(given.only.split(",")) if given.only else ()
    return endurance_kills.main(int(given.what), given.seed, only, keep=given.keep)


if __name__ == "__main__":
    sys.exit(main())
