"""GET /v1/openapi.json: the API's document in the contract in force, for everybody.

It asks nothing of AWS, so it does without the services, whose import brings botocore.
"""

from functools import cache

from filegate.config import deployed
from filegate.contracts.answers import Json
from filegate.contracts.document import document
from filegate.http.open_route import open_route
from filegate.http.responses import Answer, json_answer


def respond() -> Answer:
    config = deployed()
    return json_answer(200, _made(config.contract, config.allowed_purposes))


@cache
def _made(contract: str, allowed_purposes: tuple[str, ...]) -> Json:
    return document(contract, allowed_purposes)


handler = open_route(respond)
