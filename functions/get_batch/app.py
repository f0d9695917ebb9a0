"""GET /v1/batches/{batch_id}: how far a batch is."""

from filegate.bootstrap import Services, services
from filegate.contracts.batches import batch
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.find_batch import find_batch


def respond(request: Request, to: Services) -> Answer:
    found = find_batch(request.path["batch_id"], request.project, batches=to.batches)
    return json_answer(200, batch(found, to.contract))


handler = route(respond, services)
