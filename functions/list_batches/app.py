"""GET /v1/batches: one page of the project's batches, newest first."""

from filegate.bootstrap import Services, services
from filegate.contracts.batches import batch_list
from filegate.http.batch_query import batch_page_query
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.list_batches import list_batches


def respond(request: Request, to: Services) -> Answer:
    page = list_batches(batch_page_query(request.query(), request.project), batches=to.batches)
    return json_answer(200, batch_list(page, to.contract))


handler = route(respond, services)
