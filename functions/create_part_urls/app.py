"""POST /v1/uploads/{upload_id}/part_urls: addresses to which the client sends parts of its file straight to S3."""

from filegate.bootstrap import Services, services
from filegate.contracts.uploads import part_urls
from filegate.domain.presigned_parts import MAX_PART_URLS
from filegate.http.json_body import read_json
from filegate.http.request import Request
from filegate.http.responses import Answer, json_answer
from filegate.http.route import route
from filegate.usecases.create_part_urls import create_part_urls


def respond(request: Request, to: Services) -> Answer:
    numbers = read_json(request, {"part_numbers"}).integers("part_numbers", MAX_PART_URLS)
    part_size, urls = create_part_urls(request.path["upload_id"], request.project, numbers, to)
    return json_answer(200, part_urls(part_size, urls))


handler = route(respond, services)
