"""Publish on the web: the start page and what the public sees."""
