"""API Gateway's part on a loopback port: `python -m bench.loopback PORT` invokes the functions as template.yaml routes.

It keeps a verdict of the authorizer for a minute, as the template says. `GET /spent` tells what the functions took so
far in seconds: the CPU of their threads, under `functions`, with that of Lambda's own part in it, under `json`, and how
long they waited for each service of AWS; and under `gateway` how long this server took to make an event of a request,
and of an answer what the client gets.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
import time
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from bench.deployed import route_of
from bench.waiting import tell_waiting
from local.ports import HOST

STAGE = "/v1"
VERDICT_SECONDS = 60

Event = dict[str, Any]


class Spent:
    """Seconds, of all requests together."""

    def __init__(self) -> None:
        self.seconds = defaultdict[str, float](float)
        self._lock = Lock()

    def add(self, what: str, seconds: float) -> None:
        with self._lock:
            self.seconds[what] += seconds


SPENT = Spent()


class Gateway(BaseHTTPRequestHandler):
    """One connection of a client."""

    protocol_version = "HTTP/1.1"
    # Else the body of an answer waits for the client to acknowledge its headers.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        self._serve()

    do_POST = do_DELETE = do_GET  # noqa: N815 - the same.

    def log_message(self, *_: object) -> None:
        """Nothing: API Gateway's access log is not what is measured."""

    def _serve(self) -> None:
        if self.path == "/spent":
            self._send({"statusCode": 200, "headers": {}}, json.dumps(SPENT.seconds).encode())
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        started = time.perf_counter()
        answer = answered(self.command, self.path, dict(self.headers.items()), body)
        content = content_of(answer)
        SPENT.add("gateway", time.perf_counter() - started)
        self._send(answer, content)

    def _send(self, answer: Event, content: bytes) -> None:
        self.send_response(answer["statusCode"])
        for name, value in ({"Content-Type": "application/json"} | answer["headers"]).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()


def answered(method: str, target: str, headers: dict[str, str], body: bytes) -> Event:
    url = urlsplit(target)
    path = url.path.removeprefix(STAGE)
    resource, function, parameters = route_of(method, path)
    query: dict[str, list[str]] = {}
    for name, value in parse_qsl(url.query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    event = {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": parameters or None,
        "body": b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
        "requestContext": {"requestId": str(uuid4()), "authorizer": verdict(headers.get("Authorization", ""))},
    }
    return invoke(function, event)


def content_of(answer: Event) -> bytes:
    body: bytes = answer["body"].encode()
    return b64decode(body) if answer.get("isBase64Encoded") else body


def verdict(authorization: str) -> Event:
    return _verdict(authorization, int(time.monotonic() // VERDICT_SECONDS))


@cache
def _verdict(authorization: str, _window: int) -> Event:
    event = {
        "type": "REQUEST",
        "headers": {"Authorization": authorization},
        "methodArn": "arn:aws:execute-api:::a/v1/GET/",
    }
    context: Event = invoke("authorize", event)["context"]
    return context


def invoke(function: str, event: Event) -> Event:
    handler = importlib.import_module(f"functions.{function}.app").handler
    text = json.dumps(event)
    started = time.perf_counter()
    # Lambda makes the event of its text, and text of the answer.
    given, reading = timed(json.loads, text)
    answer, working = timed(handler, given, None)
    written, writing = timed(json.dumps, answer)
    SPENT.add("functions", reading + working + writing)
    SPENT.add("json", reading + writing)
    # Whoever invokes counts the whole time as its own.
    SPENT.add("gateway", started - time.perf_counter())
    made: Event = json.loads(written)
    return made


def timed(work: Callable[..., Any], *given: object) -> tuple[Any, float]:
    """What it answers, and the seconds of CPU that this thread took for it."""
    started = time.thread_time()
    return work(*given), time.thread_time() - started


if __name__ == "__main__":
    logging.disable()
    tell_waiting(SPENT.add)
    ThreadingHTTPServer.request_queue_size = 64
    ThreadingHTTPServer((HOST, int(sys.argv[1])), Gateway).serve_forever()
