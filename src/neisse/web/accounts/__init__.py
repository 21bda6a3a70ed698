"""Who may come in: users, roles, tokens, the demo bar."""
