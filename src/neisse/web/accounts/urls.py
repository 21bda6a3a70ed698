"""Addresses about accounts."""

from __future__ import annotations

from django.urls import path

from neisse.web.accounts.views import demo, me, metrics, privacy, setup, subjects, users
from neisse.web.core.guards import public

app_name = "accounts"
urlpatterns = [
    path("me/", me.my_settings, name="settings"),
    path("me/tokens/", me.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revoke/", me.revoke, name="revoke"),
    path("me/data/", me.my_data, name="my_data"),
    path("me/delete/", me.delete_me, name="delete_me"),
    path("users/", users.users, name="users"),
    path("users/invite/", users.invitation, name="invite"),
    path("users/<int:pk>/", users.user, name="user"),
    path("users/<int:pk>/invitation/", users.invited, name="invited"),
    path("users/<int:pk>/erase/", users.erase, name="erase"),
    path("privacy/people/", subjects.subjects, name="subjects"),
    path("metrics", metrics.metrics, name="metrics"),
    path("privacy/", public(privacy.privacy), name="privacy"),
    path("setup/<secret:secret>/", setup.setup, name="setup"),
    path("demo/as/<str:role>/", demo.demo_as, name="demo_as"),
]
