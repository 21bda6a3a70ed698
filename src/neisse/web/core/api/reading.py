"""Reading requests: JSON without traps, and parameters that a database can take."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from pydantic import AfterValidator, BeforeValidator

from neisse.engine.values import say
from neisse.web.core.api.errors import ApiError
from neisse.web.core.lines import foreign_sign, said_of

DEEPEST = 40
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def written_day(value: Any) -> Any:
    """Only days as ISO writes them; the library would also take seconds since 1970."""
    if isinstance(value, str) and not DAY.fullmatch(value):
        raise ValueError("write the day as 2026-10-21")
    return value


def written_line(value: str) -> str:
    """One line of text, as in the fields of a form."""
    if sign := foreign_sign(value):
        raise ValueError(f"{said_of(sign)} cannot stand in one line of text")
    return value


OneLine = AfterValidator(written_line)
IsoDay = Annotated[date, BeforeValidator(written_day)]


class StrictParser(Parser):
    """Refuses what is no JSON (`api.json`, 400) and what no database stores (`api.text`, 422)."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as JSON values."""
        try:
            body = request.body
            value = json.loads(body, parse_constant=_no_number, parse_float=_finite)
        except (ValueError, RecursionError, RawPostDataException) as error:
            raise ApiError(400, "api.json", "body", "the body is not JSON", str(error)[:200]) from error
        check(value, "body")
        return value

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> Any:
        """Parameters of the address and fields of a form."""
        for name, values in data.lists():
            check(name, "parameter")
            check(values, name)
        return super().parse_querydict(data, list_fields, request)


def check(value: Any, place: str, depth: int = 0) -> None:
    """Refuse texts that no database stores, anywhere in a value, and values nested too deep."""
    if depth > DEEPEST:
        raise ApiError(422, "api.text", place, "the value is nested too deep")
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ApiError(422, "api.text", place, "the text holds a character that cannot be stored")
        if sign := foreign_sign(value, is_long=True):
            text = say(
                "the text holds %(said_of)s, a control sign or a sign of direction", said_of=said_of(sign)
            )
            raise ApiError(422, "api.text", place, text)
    elif isinstance(value, dict):
        for key, item in value.items():
            check(key, place, depth + 1)
            check(item, f"{place}.{key}" if depth == 0 else place, depth + 1)
    elif isinstance(value, list):
        for item in value:
            check(item, place, depth + 1)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number
