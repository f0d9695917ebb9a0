"""GET /v1/files/{file_id}: what is known of a file."""

from filegate.bootstrap import Services, services
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.get_file import get_file


def respond(request: Request, to: Services) -> Answer:
    file = get_file(request.path["file_id"], request.project, files=to.files, now_ms=to.now_ms)
    return json_answer(200, to.contract.file(file))


handler = route(respond, services)
