"""Pages of the core: search, errors, health, licences."""
