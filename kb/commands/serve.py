"""``serve``: the app in the browser."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

from kb.commands.parsing import whole_number
from kb.errors import LibraryError

HELP = "打开浏览器应用（同 streamlit run app.py）"
_LAST_PORT = 65535
_APP = Path(__file__).resolve().parent.parent.parent / "app.py"


class NoApp(LibraryError):
    message = "找不到 app.py"
    remedy = "请在完整的项目文件夹中运行"


class PortTaken(LibraryError):
    message = "端口已被占用"
    remedy = "应用可能已经打开，请先看看浏览器；要另开一个，请用 --port 换一个端口"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, metavar="PORT", default=8501, help="端口（默认 8501）")


def _port(words: str) -> int:
    if (port := whole_number(words)) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"应在 1 到 {_LAST_PORT} 之间，现为 {words}")
    return port


def run(chosen: argparse.Namespace) -> int:
    if not _APP.is_file():
        raise NoApp(str(_APP))
    _must_be_free(chosen.port)
    environment = dict(os.environ)
    if chosen.library:
        environment["POLICYKB_LIBRARY"] = str(Path(chosen.library).expanduser().absolute())
    command = [sys.executable, "-m", "streamlit", "run", str(_APP), "--server.port", str(chosen.port)]
    try:
        return subprocess.call(command, env=environment)
    except KeyboardInterrupt:  # how the app is stopped
        return 0


def _must_be_free(port: int) -> None:
    """PortTaken when something answers there already; Streamlit would say so in English and end."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise PortTaken(str(port))
