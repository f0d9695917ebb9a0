"""GET /v1/uploads/{upload_id}: an upload session, whatever became of it."""

from filegate.bootstrap import Services, services
from filegate.contracts.uploads import upload
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.find_upload import find_upload


def respond(request: Request, to: Services) -> Answer:
    found = find_upload(request.path["upload_id"], request.project, uploads=to.uploads)
    return json_answer(200, upload(found, to.contract, to.now_ms() // 1000))


handler = route(respond, services)
