"""Serving (服务): the page that carries the app says where its server is, in which language it is, and that nothing may
be fetched from elsewhere; models and indexes are warmed while nobody waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import warming

_OWN = ("/_stcore", "/static", "/media", "/component", "/app", "/files")
# Charts compile their expressions and components load from blobs; everything comes from this server alone.
_POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; connect-src 'self' ws: wss: blob: data:; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)


class Shell:
    """Rewrites the one HTML page: without its server's address the frontend would first look for it below each page's
    own (/read/_stcore/…) and report errors."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self._app = app
        script = f'<script>window.__streamlit={{BACKEND_BASE_URL:location.origin+"/{base}"}}</script>'
        self._changes = (
            (b'<html lang="en">', b'<html lang="zh-CN">'),
            (b"<title>Streamlit</title>", f"<title>政策库</title>{script}".encode()),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with warming.TRAFFIC.serving():
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith(_OWN) or "." in scope["path"].rsplit("/", 1)[-1]:
            await self._app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in (b"accept-encoding", b"range")]
        await self._app({**scope, "headers": headers}, receive, _Rewriter(send, self._changes))


class _Rewriter:
    """Collects a response and sends it changed, when it is the HTML page."""

    def __init__(self, send: Send, changes: tuple[tuple[bytes, bytes], ...]) -> None:
        self._send, self._changes = send, changes
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(raw=self._start["headers"])
        if headers.get("content-type", "").startswith("text/html") and self._start["status"] == 200:
            for old, new in self._changes:
                self._body = self._body.replace(old, new)
            headers["content-length"] = str(len(self._body))
            headers["content-security-policy"] = _POLICY
        await self._send({**self._start, "headers": headers.raw})
        await self._send({"type": "http.response.body", "body": self._body})


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """While the server runs; models and indexes are loaded in the background, so that the first question is quick."""
    warming.start()
    yield
