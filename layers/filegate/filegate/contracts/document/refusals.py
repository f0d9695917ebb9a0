"""The errors that clients meet, one of each sort. A contract makes them into statuses, headers and examples."""

from dataclasses import dataclass

from filegate.domain.errors import (
    BatchDone,
    BatchNotFound,
    Conflict,
    FilegateError,
    FileNotFound,
    FileTooLarge,
    InvalidInput,
    QuotaExceeded,
    RateLimited,
    StorageFailure,
    StorageUnavailable,
    TooLargeToJoin,
    Unauthenticated,
    UnsupportedMedia,
    UploadBusy,
    UploadNotFound,
    UploadTooLarge,
)
from filegate.domain.limits import MAX_FILE_BYTES
from filegate.domain.uploads import MAX_JOINED_BYTES, MAX_UPLOAD_BYTES


@dataclass(frozen=True, slots=True)
class Refusal:
    """When it is answered, and one error that is; None is a failure of which a client is told nothing."""

    when: str
    error: FilegateError | None


_OTHER_REQUEST = Conflict("This Idempotency-Key was used for another request.", passing=False)
_STILL_RUNNING = Conflict("A request with this Idempotency-Key is still in progress.", passing=True)
_ENCODED = UnsupportedMedia("The Content-Type must be multipart/form-data.", param="Content-Type")

_NOT_JSON = UnsupportedMedia("The Content-Type must be application/json.", param="Content-Type")
_FULL = Refusal("The project has no room left.", QuotaExceeded("The project's quota is used up.", param="file"))
_NO_FORM = Refusal("The body is not multipart/form-data, or is encoded.", _ENCODED)
_NO_JSON = Refusal("The body is not application/json, or is encoded.", _NOT_JSON)

OF_ANY_ROUTE = {
    "invalid_input": Refusal("The request breaks a rule.", InvalidInput("The request could not be understood.")),
    "too_many_requests": Refusal("Too many requests.", RateLimited("Rate limit reached. Please retry in 9 s.", 9)),
    "failure": Refusal("A fault of this service.", None),
    "unavailable": Refusal(
        "A service behind this one fails or is too busy.",
        StorageUnavailable(StorageFailure("s3", "GetObject", 3, 503, "SlowDown")),
    ),
}
OF_KEYED_ROUTES = {
    "no_key": Refusal("There is no API key.", Unauthenticated("You didn't provide an API key.", presented=False)),
    "wrong_key": Refusal("The API key opens nothing.", Unauthenticated("Incorrect API key provided.")),
}
OF_CREATION = {
    "full": _FULL,
    "key_of_another_request": Refusal("The Idempotency-Key was used for another request.", _OTHER_REQUEST),
    "still_running": Refusal("The request of this Idempotency-Key is still in progress.", _STILL_RUNNING),
    "too_large": Refusal("The file is larger than one request can carry.", FileTooLarge(MAX_FILE_BYTES)),
    "unsupported_media": _NO_FORM,
}
OF_A_FILE = {"no_such_file": Refusal("There is no such file.", FileNotFound("file-0197f3c2a5e07c3db1f2a4c6d8e0f102"))}
OF_AN_UPLOAD = {
    "no_such_upload": Refusal("There is no such upload.", UploadNotFound("upload_0197f3c2a5e07c3db1f2a4c6d8e0f102"))
}
OF_A_NEW_UPLOAD = {
    "full": _FULL,
    "too_large": Refusal("The file is larger than S3 can store.", UploadTooLarge(MAX_UPLOAD_BYTES)),
    "unsupported_media": _NO_JSON,
}
_FOR_PRESIGNED_PARTS = Refusal("The upload is too large for parts through the API.", TooLargeToJoin(MAX_JOINED_BYTES))

OF_A_NEW_BATCH = {
    "no_such_file": Refusal(
        "There is no such input file.", FileNotFound("file-0197f3c2a5e07c3db1f2a4c6d8e0f102", param="input_file_id")
    ),
    "key_of_another_request": OF_CREATION["key_of_another_request"],
    "still_running": OF_CREATION["still_running"],
    "too_large": Refusal("The body is larger than one request can carry.", FileTooLarge(MAX_FILE_BYTES)),
    "unsupported_media": _NO_JSON,
}
OF_A_BATCH = {
    "no_such_batch": Refusal("There is no such batch.", BatchNotFound("batch_0197f3c2a5e07c3db1f2a4c6d8e0f103"))
}
OF_A_CANCELLATION = {"done": Refusal("The batch is beyond being cancelled.", BatchDone("completed"))}
OF_A_PART = {
    "for_presigned_parts": _FOR_PRESIGNED_PARTS,
    "too_large": Refusal("The part is larger than one request can carry.", FileTooLarge(MAX_FILE_BYTES, "data")),
    "unsupported_media": _NO_FORM,
}
OF_PART_URLS = {
    "too_large": Refusal("The body is larger than one request can carry.", FileTooLarge(MAX_FILE_BYTES)),
    "unsupported_media": _NO_JSON,
}
OF_A_COMPLETION = {
    "for_presigned_parts": _FOR_PRESIGNED_PARTS,
    "busy": Refusal("Another request completes the upload.", UploadBusy()),
    "too_large": Refusal("The body is larger than one request can carry.", FileTooLarge(MAX_FILE_BYTES)),
    "unsupported_media": _NO_JSON,
}
