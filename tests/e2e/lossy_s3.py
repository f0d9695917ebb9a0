"""S3 behind a bad line: the first answer to each PUT is lost on its way, after the object was stored."""

import http.client
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit


@contextmanager
def lossy_s3(endpoint: str) -> Iterator[str]:
    """The address of a line to the endpoint."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _line_to(urlsplit(endpoint).netloc))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _line_to(netloc: str) -> type[BaseHTTPRequestHandler]:
    lost: set[str] = set()

    class Line(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self._pass_on()

        def do_GET(self) -> None:
            self._pass_on()

        def do_HEAD(self) -> None:
            self._pass_on()

        def _pass_on(self) -> None:
            if self.headers.get("Expect"):
                self.send_response_only(100)
                self.end_headers()
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with closing(http.client.HTTPConnection(netloc)) as connection:
                connection.request(self.command, self.path, body, dict(self.headers))
                answer = connection.getresponse()
                content = answer.read()
            if self.command == "PUT" and self.path not in lost:
                lost.add(self.path)
                return
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing: standard error is the tests'."""

    return Line
