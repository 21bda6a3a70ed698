"""What every part of the API shares: errors, pages, entity tags, limits of speed."""
