"""``serve``: the app in the browser."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from kb.errors import LibraryError

HELP = "打开浏览器应用（同 streamlit run app.py）"
_APP = Path(__file__).resolve().parent.parent.parent / "app.py"


class NoApp(LibraryError):
    message = "找不到 app.py"
    remedy = "请在完整的项目文件夹中运行"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8501, help="端口（默认 8501）")


def run(chosen: argparse.Namespace) -> int:
    if not _APP.is_file():
        raise NoApp(str(_APP))
    environment = dict(os.environ)
    if chosen.library:
        environment["POLICYKB_LIBRARY"] = str(Path(chosen.library).expanduser().absolute())
    command = [sys.executable, "-m", "streamlit", "run", str(_APP), "--server.port", str(chosen.port)]
    return subprocess.call(command, env=environment)
