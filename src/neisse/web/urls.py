"""All addresses of an instance."""

from __future__ import annotations

from django.urls import include, path

from neisse.web.api import addresses

urlpatterns = [
    path("", include("neisse.web.core.urls")),
    path("", include("neisse.web.record.urls")),
    path("", include("neisse.web.intersect.urls")),
    path("", include("neisse.web.agree.urls")),
    path("", include("neisse.web.meet.urls")),
    path("", include("neisse.web.publish.urls")),
    path("", include("neisse.web.accounts.urls")),
    path("api/v1/", include(addresses)),
    path("account/", include("allauth.urls")),
]
handler400 = "neisse.web.core.views.errors.bad_request"
handler403 = "neisse.web.core.views.errors.forbidden"
handler404 = "neisse.web.core.views.errors.not_found"
handler500 = "neisse.web.core.views.errors.failed"
