"""GET /v1/files/{file_id}/content: the bytes of a small file, or the way to S3 for a large one and for any Range."""

from filegate.bootstrap import Services, services
from filegate.domain.downloads import DEFAULT_URL_SECONDS, content_disposition, content_type
from filegate.http.request import Request
from filegate.http.responses import Answer, bytes_answer, redirect_answer
from filegate.http.route import route
from filegate.usecases.get_file import get_file
from filegate.usecases.read_file import read_file


def respond(request: Request, to: Services) -> Answer:
    file = get_file(request.path["file_id"], request.project, files=to.files, now_ms=to.now_ms)
    if "range" in request.headers or file.size > to.config.inline_download_limit:
        return redirect_answer(to.blobs.url(file, DEFAULT_URL_SECONDS))
    headers = {"Content-Type": content_type(file.name), "Content-Disposition": content_disposition(file.name)}
    return bytes_answer(read_file(request.path["file_id"], file, to), headers)


handler = route(respond, services)
