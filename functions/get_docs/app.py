"""GET /v1/docs: a page that shows the API's document, for everybody."""

from functools import cache

from filegate.http.docs_page import docs_page
from filegate.http.open_route import open_route
from filegate.http.responses import Answer, page_answer

_page = cache(docs_page)


def respond() -> Answer:
    page = _page()
    return page_answer(page.html, page.headers)


handler = open_route(respond)
