"""Meet on the web: events and their programme, registration, delegations, workshops, one-to-one meetings."""
