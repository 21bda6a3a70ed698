"""Django's own commands, for those who work on Neisse."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "neisse.web.settings")
execute_from_command_line(sys.argv)
