"""POST /v1/uploads/{upload_id}/cancel: end a session, and keep nothing of it."""

from filegate.bootstrap import Services, services
from filegate.contracts.uploads import upload
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.cancel_upload import cancel_upload


def respond(request: Request, to: Services) -> Answer:
    cancelled = cancel_upload(request.path["upload_id"], request.project, to)
    return json_answer(200, upload(cancelled, to.contract, to.now_ms() // 1000))


handler = route(respond, services)
