"""`python -m neisse` is the command `neisse`."""

from neisse.cli import main

main()
