"""What every stage stands on: the instance, search, panels, jobs, pages and their language."""
