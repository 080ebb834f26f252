"""Files to take away (下载): each is a plain link to an address that stays the same while its content does.

A download button of Streamlit whose content is made on demand gets a new id at every run of the page; a click that meets
a run in progress asks for the old id and is lost. A link is not: what was offered last stays to be fetched, and an offer
that says the same again has the same address.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config

from kb.errors import LibraryError
from ui import parts
from ui.words import say

_MOST = 2_000
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that can be fetched: what names its content (``key``), what makes it, its name and its media type."""

    label: str
    key: tuple[object, ...]
    make: Callable[[], bytes]
    name: str
    mime: str

    @property
    def id(self) -> str:
        """The part of the address that stands for this content under this name."""
        told = repr((self.key, self.name)).encode()
        return hashlib.blake2b(told, digest_size=16).hexdigest()


class Offers:
    """What may be fetched from this server; the offers longest unused give way to new ones."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, Offer] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, offer: Offer) -> str:
        """Hold an offer ready; the path at which its file is fetched."""
        name = offer.id
        with self._lock:
            self._kept[name] = offer
            self._kept.move_to_end(name)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return f"{_base()}/files/{name}/{quote(offer.name)}"

    def get(self, name: str) -> Offer | None:
        """The offer of that id, None when it is not known or has given way."""
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)


OFFERS = Offers()


def _base() -> str:
    path = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def links(offers: Iterable[Offer], *, main: str = "", quiet: bool = False, disabled: bool = False) -> None:
    """The offers as links that look like buttons; ``main`` is the label of the one that matters most."""
    drawn = []
    for offer in offers:
        look = "file quiet" if quiet else "file main" if offer.label == main else "file"
        label = parts.escape(offer.label)
        if disabled:
            drawn.append(f'<span class="{look}" aria-disabled="true">{label}</span>')
            continue
        place, name = parts.escape(OFFERS.keep(offer)), parts.escape(offer.name)
        drawn.append(f'<a class="{look}" href="{place}" download="{name}">{label}</a>')
    st.html(f'<div class="files" role="group" aria-label="{parts.escape(say("下载"))}">{"".join(drawn)}</div>')


async def _fetch(request: Request) -> Response:
    offer = OFFERS.get(request.path_params["id"])
    if offer is None:
        return PlainTextResponse("这份文件已不在，请刷新页面再下载。", 404)
    try:
        body = await run_in_threadpool(offer.make)
    except LibraryError as error:
        return PlainTextResponse(str(error), 500)
    except Exception:
        _LOG.exception("%s could not be made", offer.name)
        return PlainTextResponse("文件没有生成，请再试一次。", 500)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(offer.name)}", "cache-control": "no-store"}
    return Response(body, headers=headers, media_type=offer.mime)


def route() -> Route:
    """Where offers are fetched."""
    return Route(f"{_base()}/files/{{id}}/{{name:path}}", _fetch)
