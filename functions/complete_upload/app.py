"""POST /v1/uploads/{upload_id}/complete: join the parts, in the order that the client names, into one file."""

from filegate.bootstrap import Services, services
from filegate.contracts.uploads import upload
from filegate.domain.uploads import MAX_PARTS, check_md5
from filegate.http.json_body import read_json
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.complete_upload import Completion, complete_upload


def respond(request: Request, to: Services) -> Answer:
    body = read_json(request, {"part_ids", "md5"})
    md5 = None if body.is_null("md5") else check_md5(body.text("md5"))
    asked = Completion(body.texts("part_ids", MAX_PARTS), md5)
    completed = complete_upload(request.path["upload_id"], request.project, asked, to)
    return json_answer(200, upload(completed, to.contract, to.now_ms() // 1000))


handler = route(respond, services)
