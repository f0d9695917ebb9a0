"""A JSON body: one object of known fields, each looked at only as what it has to be.

No pydantic: it costs a cold start more than these few fields are worth.
"""

import json
from collections.abc import Collection
from typing import Any, NoReturn

from filegate.domain.errors import InvalidInput
from filegate.http.media import options_of_media_type
from filegate.http.request import Request

MAX_JSON_BYTES = 1_048_576


class JsonObject:
    """Fields of the body, or of an object within it. What is not there or not as it should be raises InvalidInput."""

    def __init__(self, fields: dict[str, Any], known: Collection[str], within: str = "") -> None:
        self._fields = fields
        self._within = within
        for name in fields:
            if name not in known:
                shown = self._full(name)[:64]
                raise InvalidInput(f"Unknown parameter: '{shown}'.", param=shown, kind="unknown")

    def is_null(self, name: str) -> bool:
        """True also where it is not there."""
        return self._fields.get(name) is None

    def text(self, name: str, most: int | None = None) -> str:
        """A string; where `most` is given, of 1 to so many characters."""
        value = self._required(name)
        if not isinstance(value, str):
            self._refuse(name, "a string")
        if most is not None and not 0 < len(value) <= most:
            self._refuse(name, f"a string of 1 to {most} characters")
        return value

    def integer(self, name: str) -> int:
        value = self._required(name)
        if not isinstance(value, int) or isinstance(value, bool):
            self._refuse(name, "an integer")
        return value

    def texts(self, name: str, most: int) -> list[str]:
        """A list of 1 to `most` strings."""
        values = self._required(name)
        if not isinstance(values, list) or not 0 < len(values) <= most:
            self._refuse(name, f"a list of 1 to {most} strings")
        for position, value in enumerate(values):
            if not isinstance(value, str):
                self._refuse(f"{name}[{position}]", "a string")
        return values

    def pairs(self, name: str) -> dict[str, Any]:
        """An object of whatever keys and values."""
        value = self._required(name)
        if not isinstance(value, dict):
            self._refuse(name, "an object")
        return value

    def integers(self, name: str, most: int) -> list[int]:
        """A list of 1 to `most` integers."""
        values = self._required(name)
        if not isinstance(values, list) or not 0 < len(values) <= most:
            self._refuse(name, f"a list of 1 to {most} integers")
        for position, value in enumerate(values):
            if not isinstance(value, int) or isinstance(value, bool):
                self._refuse(f"{name}[{position}]", "an integer")
        return values

    def object(self, name: str, known: Collection[str]) -> "JsonObject":
        value = self._required(name)
        if not isinstance(value, dict):
            self._refuse(name, "an object")
        return JsonObject(value, known, self._full(name))

    def _required(self, name: str) -> Any:  # noqa: ANN401 - any JSON.
        if name not in self._fields:
            full = self._full(name)
            raise InvalidInput(f"Missing required parameter: '{full}'.", param=full, kind="missing")
        return self._fields[name]

    def _refuse(self, name: str, expected: str) -> NoReturn:
        full = self._full(name)
        raise InvalidInput(f"Invalid value for '{full}': expected {expected}.", param=full)

    def _full(self, name: str) -> str:
        """Spelled as forms spell it: expires_after[seconds]."""
        return f"{self._within}[{name}]" if self._within else name


def read_json(request: Request, known: Collection[str]) -> JsonObject:
    """Raises UnsupportedMedia, or InvalidInput naming the field."""
    options_of_media_type(request, "application/json")
    body = request.body()
    if len(body) > MAX_JSON_BYTES:
        raise InvalidInput(f"The body is longer than {MAX_JSON_BYTES} bytes.", param="body")
    value = _parsed(body)
    if not isinstance(value, dict):
        raise InvalidInput("The body must be a JSON object.", param="body")
    return JsonObject(value, known)


def _parsed(body: bytes) -> Any:  # noqa: ANN401 - any JSON.
    try:
        value = json.loads(body.decode(), object_pairs_hook=_object, parse_constant=_no_number)
        # Half of a surrogate pair, which JSON can spell, is no text: nothing could store or show it.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise InvalidInput("The body is not JSON, or too deeply nested.", param="body") from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    "".join(fields).encode()
    seen = set[str]()
    for name, _ in pairs if len(fields) < len(pairs) else ():
        if name in seen:
            raise InvalidInput(f"Duplicate parameter: '{name[:64]}'.", param=name[:64], kind="duplicate")
        seen.add(name)
    return fields


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
