"""Every route of the API: what it takes, what it answers, and what it refuses beyond what every route does."""

from collections.abc import Mapping

from filegate.contracts.answers import Contract, Json
from filegate.contracts.document.batch_operations import batch_operations
from filegate.contracts.document.components import reference
from filegate.contracts.document.operation import Operation, told
from filegate.contracts.document.parameters import (
    FILE_ID,
    IDEMPOTENCY_KEY,
    RANGE,
    page_parameters,
    upload_form,
    url_parameters,
)
from filegate.contracts.document.refusals import OF_A_FILE, OF_CREATION
from filegate.contracts.document.upload_operations import upload_operations
from filegate.domain.downloads import ANY_TYPE, TYPES


def operations(contract: Contract, allowed_purposes: tuple[str, ...]) -> list[Operation]:
    of_files = [_create(contract, allowed_purposes), _list(contract), *_of_a_file()]
    return [*of_files, *upload_operations(allowed_purposes), *batch_operations(), *_about_the_api()]


def _create(contract: Contract, allowed_purposes: tuple[str, ...]) -> Operation:
    return Operation(
        name="create_file",
        method="post",
        path="/files",
        summary="Store a file that one request can carry",
        answers={contract.created_status: told("The new file.", reference("File"))},
        parameters=(IDEMPOTENCY_KEY,),
        body=upload_form(allowed_purposes),
        refusals=OF_CREATION,
    )


def _list(contract: Contract) -> Operation:
    return Operation(
        name="list_files",
        method="get",
        path="/files",
        summary="List the project's files, newest first unless asked otherwise",
        answers={200: told("A page of files.", reference("FileList"))},
        parameters=page_parameters(contract.list_limits),
    )


def _of_a_file() -> list[Operation]:
    redirect: Json = {
        "description": "For a large file and for every request with a Range: where to get the content, without a key.",
        "headers": {"Location": {"required": True, "schema": {"type": "string", "format": "uri"}}},
    }
    return [
        _of_file("get_file", "get", "", "What is known of a file", {200: told("The file.", reference("File"))}),
        _of_file("delete_file", "delete", "", "Delete a file", {200: told("It is gone.", reference("Deleted"))}),
        _of_file("get_file_content", "get", "/content", "The content of a file", {200: _bytes(), 302: redirect}, RANGE),
        _of_file(
            "get_file_url",
            "get",
            "/url",
            "An address to get the content from, without a key",
            {200: told("The address.", reference("DownloadUrl"))},
            *url_parameters(),
        ),
    ]


def _of_file(
    name: str, method: str, below: str, summary: str, answers: Mapping[int, Json], *parameters: Json
) -> Operation:
    return Operation(
        name=name,
        method=method,
        path="/files/{file_id}" + below,
        summary=summary,
        answers=answers,
        parameters=(FILE_ID, *parameters),
        refusals=OF_A_FILE,
    )


def _about_the_api() -> list[Operation]:
    page = {"description": "A page.", "content": {"text/html": {"schema": {"type": "string"}}}}
    of_itself = told("An OpenAPI document.", {"type": "object", "required": ["openapi", "paths"]})
    return [
        Operation(
            name="get_openapi",
            method="get",
            path="/openapi.json",
            summary="This document",
            answers={200: of_itself},
            open=True,
        ),
        Operation(
            name="get_docs",
            method="get",
            path="/docs",
            summary="This document, to read and to try",
            answers={200: page},
            open=True,
        ),
    ]


def _bytes() -> Json:
    media_types = [each.partition(";")[0] for each in (*TYPES.values(), ANY_TYPE)]
    return {
        "description": "The content of a small file, of a type by the ending of its name.",
        "headers": {"Content-Disposition": {"required": True, "schema": {"type": "string"}}},
        "content": {media_type: {"schema": {}} for media_type in media_types},
    }
