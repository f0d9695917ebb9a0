"""POST /v1/batches/{batch_id}/cancel: send nothing more of a batch."""

from filegate.bootstrap import Services, services
from filegate.contracts.batches import batch
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.cancel_batch import cancel_batch


def respond(request: Request, to: Services) -> Answer:
    cancelled = cancel_batch(request.path["batch_id"], request.project, to)
    return json_answer(200, batch(cancelled, to.contract))


handler = route(respond, services)
