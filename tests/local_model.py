"""A real HTTP server on this machine that answers like a language model, or like a broken one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GOOD = json.dumps(
    {"name": "Dark street lamps", "description": "People spoke of lamps that stay dark.", "quotes": ["The street lamp is dark"]}
)


def completion(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


Answer = Callable[[BaseHTTPRequestHandler], None]


def respond(body: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


class Server:
    """What was asked of it, and where it is."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"http://127.0.0.1:{port}/v1"
        self.requests: list[tuple[str, dict[str, str], bytes]] = []


@contextmanager
def serve(answer: Answer) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.body = body
            server.requests.append((self.path, dict(self.headers), body))
            answer(self)

        def do_GET(self) -> None:
            server.requests.append((self.path, dict(self.headers), b""))
            respond(completion(GOOD))(self)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(http.server_port)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def serve_model(answer: Callable[[BaseHTTPRequestHandler, bytes], bytes]) -> AbstractContextManager[Server]:
    """Serve what a model makes of what it is sent."""
    return serve(lambda handler: respond(answer(handler, handler.body))(handler))  # type: ignore[attr-defined]
