"""POST /v1/files: store a file that one request can carry."""

from filegate.bootstrap import Services, services
from filegate.domain.errors import InvalidInput
from filegate.domain.expiry import ANCHOR_FIELD, SECONDS_FIELD, lifetime_of, parse_expires_after
from filegate.domain.names import check_name
from filegate.domain.purposes import check_purpose
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.http.upload_form import UploadForm, read_upload_form
from filegate.usecases.create_file import NewFile, create_file


def respond(request: Request, to: Services) -> Answer:
    new = _checked(read_upload_form(request), to)
    file = create_file(new, request.project, request.idempotency_key(), to)
    return json_answer(to.contract.created_status, to.contract.file(file))


def _checked(form: UploadForm, to: Services) -> NewFile:
    if form.content is None:
        raise InvalidInput("Missing required parameter: 'file'.", param="file", kind="missing")
    if "purpose" not in form.texts:
        raise InvalidInput("Missing required parameter: 'purpose'.", param="purpose", kind="missing")
    purpose = check_purpose(form.texts["purpose"], to.config.allowed_purposes)
    asked = parse_expires_after(form.texts.get(ANCHOR_FIELD), form.texts.get(SECONDS_FIELD))
    return NewFile(
        name=check_name(form.name),
        purpose=purpose,
        content=form.content,
        lifetime=lifetime_of(purpose, asked, to.config.default_expiry),
    )


handler = route(respond, services)
