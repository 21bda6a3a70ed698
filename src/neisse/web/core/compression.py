"""Answers that are text leave compressed, unless somebody could learn a secret from how small they became.

BREACH needs three things in one answer: a secret, words that another site chose, and that other site having the
reader's browser ask for it with the reader's cookies. The last is refused (docs/decisions/0014).
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

TEXT = ("text/", "image/svg+xml", "application/json", "application/jsonl", "application/javascript")
# What a browser says of a request that another site did not cause.
OWN = {"same-origin", "none"}


class CompressionMiddleware(GZipMiddleware):
    """Compress text, streamed or not; about 1 ms of CPU for 60 kB."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave files, and what may not be compressed for this request, as they are."""
        if not response.get("Content-Type", "").startswith(TEXT):
            return response
        if not may_compress(request):
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response)


def may_compress(request: HttpRequest) -> bool:
    """Whether no other site can have asked in the name of a reader.

    Without cookies an answer holds nothing that its asker could not read anyway: an access token or the secret of a
    link is known to who sends it. With cookies the browser has to say that the request is the product's own.
    """
    return not request.COOKIES or request.headers.get("Sec-Fetch-Site", "") in OWN
