"""Serving (服务): the page that carries the app says where its server is, in which language it is, and that nothing may
be fetched from elsewhere; models and indexes are warmed at the start."""

from __future__ import annotations

import gc
import importlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.errors import LibraryError
from ui import parts

_OWN = ("/_stcore", "/static", "/media", "/component", "/app", "/files")
# What the first table, chart and picture of a page need; each takes part of a second to load.
_LATER = ("pandas", "pyarrow", "altair", "pypdfium2", "PIL.Image", "streamlit.emojis")
_FIRST = "全国2030年非化石能源占比目标"
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
        if scope["type"] != "http" or scope["path"].startswith(_OWN) or "." in scope["path"].rsplit("/", 1)[-1]:
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
    threading.Thread(target=_warm, daemon=True, name="warm").start()
    yield


def _warm() -> None:
    try:
        library = parts.library()
        if library.generation():
            library.warm()
            library.ask(_FIRST)
            parts.rows()
        for name in _LATER:
            importlib.import_module(name)
        # What is loaded now stays: without this every full collection walks some millions of objects that never die.
        gc.collect()
        gc.freeze()
    except LibraryError:
        return  # the page says why the library cannot be opened
