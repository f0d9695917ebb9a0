"""GET /v1/uploads/{upload_id}/parts: which parts have arrived, so that a client can go on where it stopped."""

from filegate.bootstrap import Services, services
from filegate.contracts.uploads import part_list
from filegate.http.part_query import part_query
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.list_upload_parts import list_upload_parts


def respond(request: Request, to: Services) -> Answer:
    query = part_query(request.query())
    page = list_upload_parts(request.path["upload_id"], request.project, query.after, query.limit, to)
    return json_answer(200, part_list(page))


handler = route(respond, services)
