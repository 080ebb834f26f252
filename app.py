"""The browser app (政策库): ``streamlit run app.py``. The pages are in ``ui/``; this file only serves them."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware
from streamlit import config
from streamlit.starlette import App

import ui.pages  # noqa: F401 (loaded before the first visitor waits for it)
from ui import files, serving

_BASE = str(config.get_option("server.baseUrlPath") or "").strip("/")

app = App(
    Path(__file__).parent / "ui" / "main.py",
    middleware=[Middleware(serving.Shell, base=_BASE)],
    routes=[files.route()],
    lifespan=serving.lifespan,
)
