"""The web: Django apps, one per stage, on top of `core` and `accounts`.

Inside an app: rules, models, queries (reads), bridge (rows <-> engine values), actions (writes, in a
transaction, with history), forms, schemas, views, api, tasks, urls, templates.
"""
