"""GET /v1/files/{file_id}/url: the download address as JSON, with what a client can check the download by."""

from filegate.bootstrap import Services, services
from filegate.domain.downloads import parse_url_seconds
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.get_file import get_file


def respond(request: Request, to: Services) -> Answer:
    seconds = parse_url_seconds(request.query().get("expiry"))
    file = get_file(request.path["file_id"], request.project, files=to.files, now_ms=to.now_ms)
    expires_at = to.now_ms() // 1000 + seconds
    found = {"url": to.blobs.url(file, seconds), "expires_at": expires_at, "bytes": file.size, "digest": file.digest}
    return json_answer(200, found)


handler = route(respond, services)
