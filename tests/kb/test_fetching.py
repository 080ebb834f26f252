"""Web addresses and catalogues of them in ``Library.add``, against a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kb.errors import BadValue
from kb.fetching import Address, is_address, manifest, parted
from kb.library import Library
from kb.settings import Settings

WEB = "<html><head><meta charset='gb2312'></head><body><h1>云溪市绿道建设行动方案</h1><p>到2030年，绿道总长达到500公里。</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """One page; everything else is gone."""

    def do_GET(self) -> None:
        if self.path != "/page.html":
            self.send_error(404)
            return
        data = WEB.encode("gb18030")
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_an_address_is_told_from_a_file() -> None:
    assert is_address("https://www.gov.cn/a.htm") and is_address("HTTP://a.cn/")
    assert not is_address("a.pdf") and not is_address(Path("https:/a"))


def test_a_catalogue_stands_for_its_official_addresses(tmp_path: Path) -> None:
    file = tmp_path / "目录.json"
    entries = [{"title": "甲方案", "url": "https://a.cn/1"}, {"title": "乙方案", "url": None}]
    file.write_text(json.dumps({"policies": entries}), encoding="utf-8")
    assert manifest(file) == (Address("https://a.cn/1", "甲方案"),)
    assert parted([file, "https://a.cn/1", "x.pdf"]) == (["x.pdf"], (Address("https://a.cn/1", "甲方案"),))


@pytest.mark.parametrize("words", ["{}", "[1]", "not json", '{"policies": [{"title": "甲", "url": null}]}'])
def test_a_catalogue_that_is_none_is_named(tmp_path: Path, words: str) -> None:
    file = tmp_path / "目录.json"
    file.write_text(words, encoding="utf-8")
    with pytest.raises(BadValue):
        manifest(file)


def test_an_address_becomes_a_document_that_keeps_its_source_and_time(tmp_path: Path, site: str) -> None:
    with Library.open(tmp_path / "库", Settings(allow_private="1")) as library:
        steps = list(library.add([f"{site}/page.html", f"{site}/gone.html"], workers=1))
        assert [(step.path, step.status, step.done, step.total) for step in steps] == [
            (f"{site}/gone.html", "failed", 1, 2),
            (f"{site}/page.html", "added", 2, 2),
        ]
        (info,) = library.documents()
        assert (info.doc, info.source, info.title) == ("page", f"{site}/page.html", "云溪市绿道建设行动方案")
        note = json.loads((library.folder / "downloads.jsonl").read_text(encoding="utf-8"))
        assert note["url"] == f"{site}/page.html" and note["fetched_at"]
        assert [step.status for step in library.add(f"{site}/page.html", workers=1)] == ["unchanged"]


def test_an_address_inside_is_refused_unless_allowed(tmp_path: Path, site: str) -> None:
    with Library.open(tmp_path / "库", Settings()) as library:
        (step,) = library.add(f"{site}/page.html", workers=1)
        assert step.status == "failed" and step.failure is not None and "内网" in step.failure.message
