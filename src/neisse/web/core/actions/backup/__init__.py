"""Backup and restore of the whole instance: database, files and secret in one file."""

from neisse.web.core.actions.backup.erased import erase_again
from neisse.web.core.actions.backup.manifest import Manifest
from neisse.web.core.actions.backup.restoring import restore_backup
from neisse.web.core.actions.backup.writing import write_backup

__all__ = ["Manifest", "erase_again", "restore_backup", "write_backup"]
