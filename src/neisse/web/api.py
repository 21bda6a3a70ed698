"""The API of an instance under /api/v1/: everything that a page can do."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, re_path
from django.urls import path as address
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from neisse.web.accounts.api import router as me
from neisse.web.core.api.errors import MEANINGS, install, unknown_address
from neisse.web.core.api.limits import Limit
from neisse.web.core.api.reading import StrictParser
from neisse.web.core.guards import public
from neisse.web.intersect.api import router as intersect
from neisse.web.record.api.found import router as found
from neisse.web.record.api.imports import router as imports
from neisse.web.record.api.kinds import router_of
from neisse.web.record.api.writing import COLLECTIONS

DESCRIPTION = """
Objects are those of the file contract. Reading without a token shows what is public. With a personal token
(`Authorization: Bearer neisse_...`) the API shows and does what its owner may see and do.

Every read has an `ETag`; send it back as `If-None-Match` to get 304 when nothing changed, and as `If-Match` with a
write to get 412 instead of overwriting somebody else's change. Every error has a code, a subject, a sentence and a hint.
"""

api = NinjaAPI(
    title="Neisse",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api-1",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
    throttle=Limit(),
)
install(api)
api.add_router("", me)
api.add_router("", found)
api.add_router("/imports", imports)
api.add_router("", intersect)
for kind, collection in COLLECTIONS.items():
    api.add_router(f"/{collection}", router_of(kind))


@cache
def described() -> dict[str, Any]:
    """The OpenAPI description: what each error means, and that reading needs no login."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    schemes = schema["components"]["securitySchemes"]
    schema["components"]["securitySchemes"] = {"token": schemes["Visitor"]}
    for path in schema["paths"].values():
        for operation in path.values():
            open_to_all = {"Visitor": []} in operation.get("security", [])
            operation["security"] = [{"token": []}, {}] if open_to_all else [{"token": []}]
            for status, response in operation["responses"].items():
                response["description"] = MEANINGS.get(int(status), response["description"])
            for parameter in operation.get("parameters", []):
                parameter["schema"] = _without_null(parameter["schema"])
    return schema


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Nobody can send null in an address or a header: an optional parameter is left out."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return rest | kinds[0] if len(kinds) == 1 else schema


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    return JsonResponse(described())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description of the API as a page."""
    schema = described()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            row = {"method": method.upper(), "path": path, **operation}
            groups.setdefault(operation["tags"][0], []).append(row)
    return render(request, "core/api.html", {"groups": groups, "about": DESCRIPTION})


addresses: tuple[list[URLPattern | URLResolver], str] = (
    [
        address("openapi.json", public(openapi), name="openapi"),
        address("docs/", public(docs), name="docs"),
        address("", api.urls),
        re_path("", csrf_exempt(unknown_address)),
    ],
    "api",
)
