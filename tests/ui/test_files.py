"""Files to take away: the same content has the same address, and what was offered once can be fetched later."""

from __future__ import annotations

from urllib.parse import quote

from starlette.applications import Starlette
from starlette.testclient import TestClient

from kb.errors import LibraryError
from ui import files


def offer(key: str, body: bytes = b"x", name: str = "政策目标.csv") -> files.Offer:
    return files.Offer("下载 CSV", (key,), lambda: body, name, "text/csv")


def client() -> TestClient:
    return TestClient(Starlette(routes=[files.route()]))


def test_the_same_content_keeps_its_address_and_another_has_its_own() -> None:
    kept = files.Offers()
    assert kept.keep(offer("a")) == kept.keep(offer("a")) != kept.keep(offer("b"))


def test_an_earlier_offer_is_still_fetched_after_the_page_offers_another() -> None:
    first = files.OFFERS.keep(offer("first", b"one"))
    files.OFFERS.keep(offer("second", b"two"))
    answer = client().get(first)
    assert (answer.status_code, answer.content) == (200, b"one")
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{quote('政策目标.csv')}"
    assert answer.headers["content-type"].startswith("text/csv")


def test_the_longest_unused_offer_gives_way() -> None:
    kept = files.Offers(most=2)
    first, second, third = offer("1"), offer("2"), offer("3")
    kept.keep(first)
    kept.keep(second)
    assert kept.get(first.id) is first
    kept.keep(third)
    assert kept.get(second.id) is None and kept.get(first.id) is first


def test_what_cannot_be_made_or_is_unknown_says_so() -> None:
    def broken() -> bytes:
        raise LibraryError("库中没有这份文件。")

    place = files.OFFERS.keep(files.Offer("导出", ("broken",), broken, "a/b.txt", "text/plain"))
    answer = client().get(place)
    assert answer.status_code == 500 and "库中没有这份文件。" in answer.text
    assert client().get("/files/0/x.csv").status_code == 404
