"""GET /v1/files: a page of the project's files, newest first unless asked otherwise."""

from filegate.bootstrap import Services, services
from filegate.http.page_query import page_query
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.list_files import list_files


def respond(request: Request, to: Services) -> Answer:
    query = page_query(request.query(), request.project, to.contract.list_limits)
    return json_answer(200, to.contract.file_list(list_files(query, files=to.files, now_ms=to.now_ms)))


handler = route(respond, services)
