"""A language model's words are kept only as far as the quotes bear them out; a stand-in server tells the lies."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ingest.model import Span
from kb.generator import ChatModel, borne_out, checked, configured
from kb.model import Citation
from tests.kb.little_library import searcher


def quote(words: str, title: str = "苏州市绿色能源三年行动方案") -> Citation:
    return Citation("d", "苏州能源", "c", Span(0, len(words)), words, "一、", title, None, 1)


QUOTES = (
    quote("到2030年，全市光伏发电装机容量力争达到900万千瓦，比2022年增长1.5倍。"),
    quote("新建厂房屋顶安装光伏的面积比例不低于60%，罚款五万元以上二十万元以下。"),
)
LIES = [
    ("到2030年，光伏装机达到950万千瓦。[1]", "an invented figure"),
    ("到2030年，光伏装机达到900亿千瓦。[1]", "another scale"),
    ("到2035年，光伏装机达到900万千瓦。[1]", "another year"),
    ("厂房屋顶光伏面积比例不超过60%。[2]", "the bound turned round"),
    ("到2030年，光伏装机下降到900万千瓦。[1]", "the direction turned round"),
    ("到2030年，光伏装机达到900万千瓦。", "no mark"),
    ("到2030年，光伏装机达到900万千瓦。[3]", "an unknown mark"),
    ("到2030年，光伏装机达到900万千瓦。[0]", "a mark below the first"),
    ("到2030年，光伏装机达到900万千瓦。[2]", "the mark of another quote"),
    ("深圳市到2030年光伏装机达到900万千瓦。[1]", "another place"),
    ("《江苏省电力规划》提出光伏装机达到900万千瓦。[1]", "an invented source"),
    ("罚款六万元以上二十万元以下。[2]", "a figure in Chinese numerals"),
    ("厂房屋顶光伏面积比例全部达到60%。[2]", "a word of measure that no quote has"),
]
TRUE = "到2030年，光伏装机力争达到900万千瓦[1]。新建厂房屋顶光伏面积比例不低于60%。[2]"


@pytest.mark.parametrize(("lie", "why"), LIES, ids=[why for _, why in LIES])
def test_a_lie_is_left_out(lie, why):
    assert checked(lie, QUOTES) == ()


def test_what_the_quotes_bear_out_is_kept_with_its_citations():
    kept = checked(TRUE, QUOTES)
    assert [statement.text for statement in kept] == [
        "到2030年，光伏装机力争达到900万千瓦。",
        "新建厂房屋顶光伏面积比例不低于60%。",
    ]
    assert [statement.citations for statement in kept] == [(QUOTES[0],), (QUOTES[1],)]


def test_of_a_true_and_an_invented_sentence_only_the_true_one_stays():
    kept = checked(TRUE + "另外还将新增300万千瓦风电。[1]", QUOTES)
    assert all("风电" not in statement.text for statement in kept)
    assert len(kept) == 2


def test_several_marks_join_their_quotes():
    (statement,) = checked("光伏力争达到900万千瓦，厂房屋顶比例不低于60%。[1][2]", QUOTES)
    assert statement.citations == QUOTES


def test_thousands_separators_and_trailing_zeros_are_the_same_figure():
    assert borne_out("达到1,200.0万吨", (quote("达到1200万吨"),))


class Liar(BaseHTTPRequestHandler):
    """Speaks the chat protocol and says what the test told it to."""

    says: str = ""
    status: int = 200
    heard: list[dict] = []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).heard.append({"path": self.path, "key": self.headers.get("Authorization"), **body})
        words = json.dumps({"choices": [{"message": {"content": type(self).says}}]}).encode()
        self.send_response(type(self).status)
        self.end_headers()
        self.wfile.write(words if type(self).status == 200 else b"oops")

    def log_message(self, *words):
        return


@pytest.fixture
def server():
    Liar.says, Liar.status, Liar.heard = "", 200, []
    running = HTTPServer(("127.0.0.1", 0), Liar)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/v1"
    running.shutdown()


def test_the_model_is_given_numbered_quotes_and_nothing_else(server):
    Liar.says = TRUE
    assert len(ChatModel(server, "stand-in", "secret").statements("光伏要装多少", QUOTES)) == 2
    (heard,) = Liar.heard
    assert heard["path"] == "/v1/chat/completions"
    assert heard["key"] == "Bearer secret"
    assert heard["model"] == "stand-in"
    said = heard["messages"][-1]["content"]
    assert "[1] 《苏州市绿色能源三年行动方案》" in said
    assert "[2]" in said
    assert "光伏要装多少" in said


def test_no_lie_of_the_stand_in_gets_into_an_answer(server, tmp_path):
    library = searcher(tmp_path)
    library.generator = configured(server, "stand-in", "")
    query = library.understand("苏州2030年太阳能板要装多少")
    Liar.says = "\n".join(lie for lie, _ in LIES)
    answer = library.ask(query)
    assert answer.statements[0].text == "苏州市光伏发电装机容量：力争900万千瓦（2030年）"
    Liar.says = "苏州的光伏到2030年力争达到900万千瓦。[1]火星上还有500万千瓦。[1]"
    answer = library.ask(query)
    assert [statement.text for statement in answer.statements] == ["苏州的光伏到2030年力争达到900万千瓦。"]


@pytest.mark.parametrize("words", ["", "无", "没有找到。", "{", "[1][2][3]", "。。。[1]"])
def test_a_model_that_says_nothing_leaves_the_extracts(server, tmp_path, words):
    library = searcher(tmp_path)
    library.generator = configured(server, "stand-in", "")
    Liar.says = words
    assert library.ask(library.understand("旧电池往哪儿去")).statements


def test_an_unreachable_or_failing_model_leaves_the_extracts(server):
    Liar.status = 500
    assert ChatModel(server, "m").statements("问", QUOTES) == ()
    assert ChatModel("http://127.0.0.1:9/v1", "m", seconds=0.5).statements("问", QUOTES) == ()
    assert ChatModel("file:///etc/hostname", "m").statements("问", QUOTES) == ()
    assert ChatModel(server, "m").statements("问", ()) == ()


def test_no_address_means_no_model():
    assert configured("", "m", "k") is None
