"""DELETE /v1/files/{file_id}: gone from the API at once."""

from filegate.bootstrap import Services, services
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.delete_file import delete_file


def respond(request: Request, to: Services) -> Answer:
    file = delete_file(
        request.path["file_id"],
        request.project,
        files=to.files,
        now_ms=to.now_ms,
        retention_days=to.config.deleted_retention_days,
    )
    return json_answer(200, to.contract.deleted(file))


handler = route(respond, services)
