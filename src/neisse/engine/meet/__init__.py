"""Meet: schedules of one-to-one meetings, exact at forum size, bounded at congress size."""
