"""POST /v1/uploads: open a session for a file that comes in parts."""

from filegate.bootstrap import Services, services
from filegate.contracts.uploads import upload
from filegate.domain.expiry import lifetime, lifetime_of
from filegate.domain.names import check_name
from filegate.domain.purposes import check_purpose
from filegate.domain.uploads import MAX_MIME_TYPE_LENGTH, check_size
from filegate.http.json_body import JsonObject, read_json
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.create_upload import NewUpload, create_upload


def respond(request: Request, to: Services) -> Answer:
    body = read_json(request, {"filename", "purpose", "bytes", "mime_type", "expires_after"})
    new = _checked(body, to)
    made = create_upload(new, request.project, to.config.upload_seconds, to)
    return json_answer(200, upload(made, to.contract, made.created_at))


def _checked(body: JsonObject, to: Services) -> NewUpload:
    # Downloads have the type that the name's ending says, so what the client declares is checked and not kept.
    body.text("mime_type", MAX_MIME_TYPE_LENGTH)
    purpose = check_purpose(body.text("purpose"), to.config.allowed_purposes)
    return NewUpload(
        name=check_name(body.text("filename"), "filename"),
        purpose=purpose,
        size=check_size(body.integer("bytes")),
        lifetime=lifetime_of(purpose, _asked(body), to.config.default_expiry),
    )


def _asked(body: JsonObject) -> int | None:
    ends = None if body.is_null("expires_after") else body.object("expires_after", {"anchor", "seconds"})
    return lifetime(ends.text("anchor"), str(ends.integer("seconds"))) if ends else None


handler = route(respond, services)
