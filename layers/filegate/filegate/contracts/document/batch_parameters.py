"""What requests about batches may carry, with the limits that the domain sets."""

from filegate.contracts.answers import Json
from filegate.contracts.document.parameters import integer, json_body, lifetime, query
from filegate.domain.batch_pages import DEFAULT_LIMIT, MAX_LIMIT
from filegate.domain.batch_requests import MAX_NAME_LENGTH, MAX_PAIRS, MAX_VALUE_LENGTH
from filegate.domain.batches import WINDOW
from filegate.domain.endpoints import ENDPOINTS

BATCH_ID: Json = {
    "name": "batch_id",
    "in": "path",
    "required": True,
    "description": "The id of a batch: `batch_` and 32 hexadecimal digits.",
    "schema": {"type": "string", "minLength": 1},
}


def batch_page_parameters() -> tuple[Json, ...]:
    after = "The id of a batch: the page starts beyond it."
    return (
        query("limit", "Batches a page.", integer(1, MAX_LIMIT, DEFAULT_LIMIT)),
        query("after", after, {"type": "string", "pattern": "^batch_[0-9a-f]{32}$"}),
    )


def new_batch_body() -> Json:
    metadata: Json = {
        "type": ["object", "null"],
        "propertyNames": {"minLength": 1, "maxLength": MAX_NAME_LENGTH},
        "additionalProperties": {"type": "string", "maxLength": MAX_VALUE_LENGTH},
        "maxProperties": MAX_PAIRS,
    }
    properties: Json = {
        "input_file_id": {"description": "A file of the purpose `batch`.", "type": "string", "minLength": 1},
        "endpoint": {"type": "string", "enum": sorted(ENDPOINTS)},
        "completion_window": {"const": WINDOW},
        "metadata": metadata,
        "output_expires_after": lifetime("The life of the output and error files, counted from their creation."),
    }
    return json_body(properties, ["input_file_id", "endpoint", "completion_window"])
