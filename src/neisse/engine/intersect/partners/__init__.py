"""Who fits whom: scores both ways, one row against all, a fair spread."""
