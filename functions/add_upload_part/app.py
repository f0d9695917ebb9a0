"""POST /v1/uploads/{upload_id}/parts: take one part, in any order and beside others."""

from filegate.bootstrap import Services, services
from filegate.contracts.uploads import part
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.http.upload_form import read_part
from filegate.usecases.add_upload_part import add_upload_part


def respond(request: Request, to: Services) -> Answer:
    added = add_upload_part(request.path["upload_id"], request.project, read_part(request), to)
    return json_answer(200, part(added))


handler = route(respond, services)
