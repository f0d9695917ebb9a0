"""POST /v1/batches: have the requests of a file answered."""

from filegate.bootstrap import Services, services
from filegate.contracts.batches import batch
from filegate.domain.batch_requests import check_endpoint, check_metadata, check_window
from filegate.domain.batches import OUTPUT_PURPOSE
from filegate.domain.expiry import lifetime, lifetime_of
from filegate.http.json_body import JsonObject, read_json
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.create_batch import NewBatch, create_batch

FIELDS = {"input_file_id", "endpoint", "completion_window", "metadata", "output_expires_after"}


def respond(request: Request, to: Services) -> Answer:
    new, window = _checked(read_json(request, FIELDS), to), to.config.batch_window_seconds
    made = create_batch(new, request.project, request.idempotency_key(), window, to)
    return json_answer(200, batch(made, to.contract))


def _checked(body: JsonObject, to: Services) -> NewBatch:
    asked = None if body.is_null("output_expires_after") else _lifetime(body)
    new = NewBatch(
        input_file_id=body.text("input_file_id"),
        endpoint=check_endpoint(body.text("endpoint")),
        metadata=None if body.is_null("metadata") else check_metadata(body.pairs("metadata")),
        output_lifetime=lifetime_of(OUTPUT_PURPOSE, asked, to.config.default_expiry),
    )
    check_window(body.text("completion_window"))
    return new


def _lifetime(body: JsonObject) -> int:
    ends = body.object("output_expires_after", {"anchor", "seconds"})
    return lifetime(ends.text("anchor"), str(ends.integer("seconds")), "output_expires_after")


handler = route(respond, services)
