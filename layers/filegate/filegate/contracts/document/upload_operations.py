"""The routes of uploads: a file in parts, from its session to its end."""

from filegate.contracts.answers import Json
from filegate.contracts.document.components import reference
from filegate.contracts.document.operation import Operation, told
from filegate.contracts.document.refusals import (
    OF_A_COMPLETION,
    OF_A_NEW_UPLOAD,
    OF_A_PART,
    OF_AN_UPLOAD,
    OF_PART_URLS,
    Refusal,
)
from filegate.contracts.document.upload_parameters import (
    UPLOAD_ID,
    completion_body,
    new_upload_body,
    part_form,
    part_numbers_body,
    part_page_parameters,
)

_UPLOAD = reference("Upload")


def upload_operations(allowed_purposes: tuple[str, ...]) -> list[Operation]:
    create = Operation(
        name="create_upload",
        method="post",
        path="/uploads",
        summary="Open a session for a file that comes in parts",
        answers={200: told("The open session.", _UPLOAD)},
        body=new_upload_body(allowed_purposes),
        refusals=OF_A_NEW_UPLOAD,
    )
    return [create, *_about(), *_parts(), *_ends()]


def _about() -> list[Operation]:
    listed = told("Those that have arrived.", reference("UploadPartList"))
    summary = "List the parts that have arrived; a session that has ended has none"
    return [
        _asked("get_upload", "", "What is known of a session", told("The session.", _UPLOAD)),
        _asked("list_upload_parts", "/parts", summary, listed, *part_page_parameters()),
    ]


def _parts() -> list[Operation]:
    return [
        _sent(
            "add_upload_part",
            "/parts",
            "Send one part, in any order and beside others",
            told("The part.", reference("UploadPart")),
            part_form(),
            OF_A_PART,
        ),
        _sent(
            "create_part_urls",
            "/part_urls",
            "Addresses to send parts straight to S3, for a session that takes none through the API",
            told("The addresses, in the order asked for.", reference("UploadPartUrls")),
            part_numbers_body(),
            OF_PART_URLS,
        ),
    ]


def _ends() -> list[Operation]:
    return [
        _sent(
            "complete_upload",
            "/complete",
            "Join the parts into a file",
            told("The completed session with its file; the same however often it is asked.", _UPLOAD),
            completion_body(),
            OF_A_COMPLETION,
        ),
        _sent("cancel_upload", "/cancel", "Cancel the session", told("It is cancelled.", _UPLOAD), None, {}),
    ]


def _asked(name: str, below: str, summary: str, answer: Json, *parameters: Json) -> Operation:
    return Operation(
        name=name,
        method="get",
        path="/uploads/{upload_id}" + below,
        summary=summary,
        answers={200: answer},
        parameters=(UPLOAD_ID, *parameters),
        refusals=OF_AN_UPLOAD,
    )


def _sent(
    name: str, below: str, summary: str, answer: Json, body: Json | None, refusals: dict[str, Refusal]
) -> Operation:
    return Operation(
        name=name,
        method="post",
        path="/uploads/{upload_id}" + below,
        summary=summary,
        answers={200: answer},
        parameters=(UPLOAD_ID,),
        body=body,
        refusals=OF_AN_UPLOAD | refusals,
    )
