"""What requests about uploads may carry, with the limits that the domain sets."""

from filegate.contracts.answers import Json
from filegate.contracts.document.parameters import integer, json_body, lifetime, purpose_schema, query
from filegate.domain.limits import MAX_FILE_BYTES
from filegate.domain.names import MAX_NAME_BYTES
from filegate.domain.pages import MAX_PARTS_A_PAGE
from filegate.domain.presigned_parts import MAX_PART_URLS
from filegate.domain.uploads import MAX_MIME_TYPE_LENGTH, MAX_PARTS, MAX_UPLOAD_BYTES, MD5

UPLOAD_ID: Json = {
    "name": "upload_id",
    "in": "path",
    "required": True,
    "description": "The id of an upload: `upload_` and 32 hexadecimal digits.",
    "schema": {"type": "string", "minLength": 1},
}


def new_upload_body(allowed_purposes: tuple[str, ...]) -> Json:
    name = f"At most {MAX_NAME_BYTES} bytes of UTF-8; no path and no control characters."
    properties: Json = {
        "filename": {"description": name, "type": "string", "minLength": 1, "maxLength": MAX_NAME_BYTES},
        "purpose": purpose_schema(allowed_purposes),
        "bytes": {"type": "integer", "minimum": 1, "maximum": MAX_UPLOAD_BYTES},
        "mime_type": {"type": "string", "minLength": 1, "maxLength": MAX_MIME_TYPE_LENGTH},
        "expires_after": lifetime("The life of the file, counted from the completion."),
    }
    return json_body(properties, ["filename", "purpose", "bytes", "mime_type"])


def part_form() -> Json:
    data = {
        "description": f"1 to {MAX_FILE_BYTES} bytes.",
        "type": "string",
        "contentMediaType": "application/octet-stream",
    }
    schema = {"type": "object", "properties": {"data": data}, "required": ["data"], "additionalProperties": False}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def completion_body() -> Json:
    properties: Json = {
        "part_ids": {
            "description": "All parts of the file, in its order.",
            "type": "array",
            "items": {"type": "string"},
            "minItems": 1,
            "maxItems": MAX_PARTS,
        },
        "md5": {
            "description": "Of the whole file; where it is another, nothing changes. Not with presigned parts.",
            "type": ["string", "null"],
            "pattern": f"^{MD5.pattern}$",
        },
    }
    return json_body(properties, ["part_ids"])


def part_numbers_body() -> Json:
    properties: Json = {
        "part_numbers": {
            "description": "Which parts of the file, from 1 on.",
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": MAX_PARTS},
            "minItems": 1,
            "maxItems": MAX_PART_URLS,
            "uniqueItems": True,
        },
    }
    return json_body(properties, ["part_numbers"])


def part_page_parameters() -> tuple[Json, ...]:
    after = "The id of a part: the page starts behind it."
    return (
        query("limit", "Parts a page.", integer(1, MAX_PARTS_A_PAGE, MAX_PARTS_A_PAGE)),
        query("after", after, {"type": "string", "pattern": "^part_[0-9a-f]{32}$"}),
    )
