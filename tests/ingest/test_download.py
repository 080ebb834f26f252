"""Downloads from a server on this machine that is slow, endless, sends elsewhere, or lies about what it sends."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ingest.download import Downloader, Politeness, checked, public_address
from ingest.errors import IngestError, NotSupported, TimedOut, TooLarge, Unreachable, WrongType

PDF = b"%PDF-1.7\n" + b"x" * 2000
WEB = "<!DOCTYPE html><html><body><p>到2030年，绿道总长达到500公里。</p></body></html>".encode()


BOMB = gzip.compress(b"%PDF-" + bytes(30_000_000), 1)


class Site(BaseHTTPRequestHandler):
    """A web site with one address for every bad habit."""

    asked: list[tuple[str, float]] = []

    def do_GET(self) -> None:
        Site.asked.append((self.path, time.monotonic()))
        getattr(self, "on_" + self.path.strip("/").split("/")[0].split(".")[0].replace("-", "_"))()

    def log_message(self, *words: Any) -> None:
        pass

    def send(self, data: bytes, kind: str, **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def to(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.end_headers()

    def drip(self, data: bytes, pause: float) -> None:
        try:
            for _ in range(100_000):
                self.wfile.write(data)
                self.wfile.flush()
                time.sleep(pause)
        except OSError:
            return

    def on_plan(self) -> None:
        self.send(PDF, "application/pdf")

    def on_page(self) -> None:
        self.send(WEB, "text/html; charset=utf-8")

    def on_named(self) -> None:
        self.send(
            PDF, "application/octet-stream", Content_Disposition="attachment; filename*=UTF-8''%E6%96%B9%E6%A1%88.pdf"
        )

    def on_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.drip(b"x", 0.05)

    def on_slow_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self.drip(b"X", 0.05)

    def on_silent(self) -> None:
        time.sleep(30)

    def on_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip(b"%PDF-1.7" + b"x" * 100_000, 0)

    def on_huge(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "99000000000")
        self.end_headers()

    def on_packed_bomb(self) -> None:
        self.send(BOMB, "application/pdf", Content_Encoding="gzip")

    def on_packed(self) -> None:
        self.send(gzip.compress(WEB), "text/html", Content_Encoding="gzip")

    def on_lying(self) -> None:
        self.send(WEB, "application/pdf")

    def on_honest_bytes(self) -> None:
        self.send(PDF, "text/html")

    def on_sheet(self) -> None:
        self.send(b"PK\x03\x04" + bytes(100), "application/zip")

    def on_round(self) -> None:
        self.to("/round")

    def on_moved(self) -> None:
        self.to("/page")

    def on_inside(self) -> None:
        port = self.server.server_address[1]
        hosts = {
            "metadata": "169.254.169.254",
            "localhost": f"localhost:{port}",
            "mapped": f"[::ffff:127.0.0.1]:{port}",
        }
        self.to(f"http://{hosts[self.path.rsplit('/', 1)[1]]}/page")

    def on_file(self) -> None:
        self.to("file:///etc/passwd")

    def on_gone(self) -> None:
        self.send_error(404)

    def on_busy(self) -> None:
        if sum(path == "/busy" for path, _ in Site.asked) < 3:
            self.send_error(503)
        else:
            self.send(WEB, "text/html")

    def on_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(PDF)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def downloader(**limits: Any) -> Downloader:
    Site.asked.clear()
    chosen = {"seconds": 3.0, "max_mb": 1, "pause": 0.0, "backoff": 0.05, "allow_private": True, **limits}
    return Downloader(Politeness(**chosen))


def test_a_document_comes_with_its_name_format_source_and_time(site: str) -> None:
    found = downloader().fetch(f"{site}/plan.pdf")
    assert (found.data, found.name, found.suffix, found.address) == (PDF, "plan", "pdf", f"{site}/plan.pdf")
    assert found.fetched_at.startswith("20") and found.fetched_at.endswith("+00:00")


def test_the_name_that_the_site_gives_is_taken(site: str) -> None:
    assert downloader().fetch(f"{site}/named").name == "方案"


def test_a_redirect_is_followed_and_both_addresses_kept(site: str) -> None:
    found = downloader().fetch(f"{site}/moved")
    assert (found.address, found.final, found.suffix) == (f"{site}/moved", f"{site}/page", "html")


def test_the_bytes_decide_and_not_the_type(site: str) -> None:
    assert downloader().fetch(f"{site}/honest-bytes").suffix == "pdf"
    assert downloader().fetch(f"{site}/packed").data == WEB


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("slow", TimedOut), ("slow-head", TimedOut), ("silent", TimedOut), ("endless", TooLarge), ("huge", TooLarge),
        ("packed-bomb", TooLarge), ("lying", WrongType), ("plan.docx", None), ("sheet", NotSupported), ("round", Unreachable),
        ("file", Unreachable), ("gone", Unreachable), ("cut", Unreachable),
    ],
)  # fmt: skip
def test_every_bad_habit_ends_in_its_own_failure_within_the_limits(
    site: str, path: str, error: type[IngestError] | None
) -> None:
    began = time.monotonic()
    if error is None:
        assert downloader().fetch(f"{site}/{path}").suffix == "pdf"
    else:
        with pytest.raises(error) as told:
            downloader(seconds=1.0 if error is TimedOut else 20.0).fetch(f"{site}/{path}")
        assert "。" in str(told.value)
    assert time.monotonic() - began < 25  # the silent page would take 30


@pytest.mark.parametrize("path", ["metadata", "localhost", "mapped"])
def test_a_redirect_into_the_network_of_this_machine_is_not_followed(site: str, path: str) -> None:
    with pytest.raises(Unreachable, match="本机或内网地址"):
        downloader(allow_private=False, hosts=("127.0.0.1",)).fetch(f"{site}/inside/{path}")
    assert [asked for asked, _ in Site.asked] == [f"/inside/{path}"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "0.0.0.0", "100.64.0.1", "[::1]",
     "[::ffff:127.0.0.1]", "[fe80::1]", "[fc00::1]", "2130706433", "0x7f.1"],
)  # fmt: skip
def test_no_address_of_this_machine_or_its_network_is_asked(site: str, host: str) -> None:
    with pytest.raises(Unreachable):
        downloader(allow_private=False, tries=1).fetch(f"http://{host}:{site.rsplit(':', 1)[1]}/page")
    assert not Site.asked


def test_public_addresses_pass() -> None:
    assert public_address("8.8.8.8", 80, allow_private=False) == "8.8.8.8"


@pytest.mark.parametrize(
    "address", ["ftp://a.cn/x", "file:///etc/passwd", "a.cn/x", "http://", "http://u:p@a.cn/", "http://a:99999/"]
)
def test_only_plain_web_addresses_are_taken(address: str) -> None:
    with pytest.raises(Unreachable):
        checked(address)


def test_a_passing_fault_is_tried_again_with_growing_pauses(site: str) -> None:
    assert downloader(backoff=0.1).fetch(f"{site}/busy").suffix == "html"
    times = [at for path, at in Site.asked if path == "/busy"]
    assert len(times) == 3
    assert times[2] - times[1] > times[1] - times[0] > 0.09


def test_what_is_gone_is_asked_for_once(site: str) -> None:
    with pytest.raises(Unreachable, match="404"):
        downloader().fetch(f"{site}/gone")
    assert len(Site.asked) == 1


def test_requests_to_one_site_keep_their_distance(site: str) -> None:
    chosen = downloader(pause=0.3)
    chosen.fetch(f"{site}/page")
    chosen.fetch(f"{site}/plan.pdf")
    first, second = (at for _, at in Site.asked)
    assert second - first >= 0.15  # half the pause: the first request may have been long on its way
