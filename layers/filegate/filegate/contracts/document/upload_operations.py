"""The routes of uploads: a file in parts, from its session to its end."""

from filegate.contracts.answers import Json
from filegate.contracts.document.components import reference
from filegate.contracts.document.operation import Operation, told
from filegate.contracts.document.refusals import OF_A_COMPLETION, OF_A_NEW_UPLOAD, OF_A_PART, OF_AN_UPLOAD, Refusal
from filegate.contracts.document.upload_parameters import UPLOAD_ID, completion_body, new_upload_body, part_form

_UPLOAD = reference("Upload")


def upload_operations(allowed_purposes: tuple[str, ...]) -> list[Operation]:
    return [
        Operation(
            name="create_upload",
            method="post",
            path="/uploads",
            summary="Open a session for a file that comes in parts",
            answers={200: told("The open session.", _UPLOAD)},
            body=new_upload_body(allowed_purposes),
            refusals=OF_A_NEW_UPLOAD,
        ),
        _of_upload(
            "add_upload_part",
            "/parts",
            "Send one part, in any order and beside others",
            told("The part.", reference("UploadPart")),
            part_form(),
            OF_A_PART,
        ),
        _of_upload(
            "complete_upload",
            "/complete",
            "Join the parts into a file",
            told("The completed session with its file; the same however often it is asked.", _UPLOAD),
            completion_body(),
            OF_A_COMPLETION,
        ),
        _of_upload("cancel_upload", "/cancel", "Cancel the session", told("It is cancelled.", _UPLOAD), None, {}),
    ]


def _of_upload(
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
