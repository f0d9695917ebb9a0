"""What requests may carry, with the limits that the domain and the contract set."""

from filegate.contracts.answers import Json, ListLimits
from filegate.domain.downloads import DEFAULT_URL_SECONDS, MAX_URL_SECONDS
from filegate.domain.expiry import ANCHOR_FIELD, MAX_SECONDS, MIN_SECONDS, SECONDS_FIELD
from filegate.domain.idempotency import MAX_KEY_LENGTH
from filegate.domain.limits import MAX_FILE_BYTES
from filegate.domain.names import MAX_NAME_BYTES
from filegate.domain.pages import MAX_OFFSET
from filegate.domain.purposes import PURPOSE

_PURPOSE: Json = {"type": "string", "pattern": f"^{PURPOSE.pattern}$"}
_ASCII = "^[ -~]+$"

FILE_ID: Json = {
    "name": "file_id",
    "in": "path",
    "required": True,
    "description": "The id of a file: `file-` and 32 hexadecimal digits, or the same digits as a canonical UUID.",
    "schema": {"type": "string", "minLength": 1},
}
RANGE: Json = {
    "name": "Range",
    "in": "header",
    "description": "Bytes of the file (RFC 9110, section 14.2). With it, the answer is always the redirect.",
    "schema": {"type": "string", "pattern": _ASCII},
}
IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "For 24 hours, the same request with the same key makes no second file.",
    "schema": {"type": "string", "pattern": _ASCII, "maxLength": MAX_KEY_LENGTH},
}


def page_parameters(limits: ListLimits) -> tuple[Json, ...]:
    return (
        query("limit", "Files a page.", integer(1, limits.most, limits.default)),
        query("after", "The id of a file, deleted or not: the page starts beyond it.", {"type": "string"}),
        query("order", "By creation.", {"type": "string", "enum": ["asc", "desc"], "default": "desc"}),
        query("purpose", "Only files of this purpose.", _PURPOSE),
        query("offset", "Files to skip. Prefer `after`, which skips without reading.", integer(0, MAX_OFFSET, 0)),
    )


def url_parameters() -> tuple[Json, ...]:
    seconds = integer(1, MAX_URL_SECONDS, DEFAULT_URL_SECONDS)
    return (query("expiry", "Seconds for which the address is to work.", seconds),)


def purpose_schema(allowed_purposes: tuple[str, ...]) -> Json:
    return {"type": "string", "enum": list(allowed_purposes)} if allowed_purposes else _PURPOSE


def upload_form(allowed_purposes: tuple[str, ...]) -> Json:
    schema: Json = {
        "type": "object",
        "properties": {
            "file": {
                "description": f"1 to {MAX_FILE_BYTES} bytes, with a file name of at most {MAX_NAME_BYTES} bytes.",
                "type": "string",
                "contentMediaType": "application/octet-stream",
            },
            "purpose": purpose_schema(allowed_purposes),
            ANCHOR_FIELD: {"const": "created_at"},
            SECONDS_FIELD: {
                "description": "The life of the file. Without it, the deployment's default for the purpose, if any.",
                "type": "integer",
                "minimum": MIN_SECONDS,
                "maximum": MAX_SECONDS,
            },
        },
        "required": ["file", "purpose"],
        "dependentRequired": {ANCHOR_FIELD: [SECONDS_FIELD], SECONDS_FIELD: [ANCHOR_FIELD]},
        "additionalProperties": False,
    }
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def lifetime(description: str) -> Json:
    """`expires_after` in a JSON body."""
    return {
        "description": description,
        "type": ["object", "null"],
        "properties": {
            "anchor": {"const": "created_at"},
            "seconds": {"type": "integer", "minimum": MIN_SECONDS, "maximum": MAX_SECONDS},
        },
        "required": ["anchor", "seconds"],
        "additionalProperties": False,
    }


def json_body(properties: Json, required: list[str]) -> Json:
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def query(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def integer(least: int, most: int, default: int) -> Json:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}
