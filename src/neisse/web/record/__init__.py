"""Record on the web: directory, plans, import, export, intake."""
