"""The kind of answer that a question wants, and the sentences that hold one."""

from __future__ import annotations

import pytest

from kb.evidence import asked
from kb.query import understand
from kb.spelling import plain
from kb.wanted import of_origin, wanted


def kind_of(text):
    return wanted(asked(understand(text), ()))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("苏州2030年光伏要装多少千瓦", "amount"),
        ("一张碳票卖多少钱", "money"),
        ("后续工程总投资多少亿", "money"),
        ("绿色贷款的利率是多少", "share"),
        ("复核多久出结论", "date"),
        ("实施方案什么时候到期", "date"),
        ("报名打哪个电话", "contact"),
        ("空气为什么变差了", "cause"),
        ("沼气池渗漏是怎么引起的", "cause"),
        ("禁渔几月几号开始", "date"),
        ("充电站几点关门", "date"),
        ("补助资金哪天到账", "date"),
        ("治沙工程从哪一天开始", "date"),
        ("交易大厦什么时候封顶", "date"),
        ("热电厂哪天关停多少机组", "amount"),
        ("水务经理月薪多少", "money"),
        ("新房限价多少", "money"),
        ("宣传周花了多少经费", "money"),
        ("补助给了多少家企业", "amount"),
        ("规划是哪个设计院编的", "name"),
        ("污水厂由哪家公司承建", "name"),
        ("最大的糖厂叫什么名字", "name"),
        ("哪家企业排污最多", "ranked"),
        ("加氢站归哪几个部门管", "agency"),
        ("旧家电旧电池谁来回收", "background"),
        ("要新建几所大学", "amount"),
        ("怎么管工地扬尘", "measure"),
        ("征集哪些领域的技术", "background"),
    ],
)
def test_the_kind_is_told_from_the_words(question, kind):
    assert kind_of(question).kind == kind


@pytest.mark.parametrize(
    ("question", "said", "fits"),
    [
        ("一张碳票卖多少钱", "每张碳票成交价五十元", True),
        ("一张碳票卖多少钱", "建设碳汇林90万亩", False),
        ("要新建几所大学", "新建大学2所", True),
        ("要新建几所大学", "建设20家研究中心", False),
        ("负责人最大多少岁", "年龄原则上不超过57周岁", True),
        ("几天内能申请复核", "应在7个工作日内提出", True),
        ("证书有效几年", "证书由主管部门颁发", False),
        ("证书有效几年", "证书有效期三年", True),
        ("底数清单什么时候报", "每年年底前报送清单", True),
        ("底数清单什么时候报", "报送底数清单", False),
        ("充电站几点关门", "2025年关停3座", False),
        ("充电站几点关门", "夜间22时以后停止营业", True),
        ("污水厂由哪家公司承建", "由无锡水务股份有限公司承建", True),
        ("污水厂由哪家公司承建", "加快污水厂建设", False),
    ],
)
def test_a_sentence_fits_when_it_holds_the_kind_of_answer(question, said, fits):
    pattern = kind_of(question).pattern
    assert pattern is not None
    assert (pattern.search(plain(said)) is not None) == fits


def test_any_sentence_may_answer_who_is_charged_and_how_something_is_done():
    assert kind_of("加氢站归哪些部门管").pattern is None
    assert kind_of("怎么管工地扬尘").pattern is None


def test_how_something_began_is_told_apart():
    assert of_origin(asked(understand("第一家糖厂是哪年建的"), ()))
    assert of_origin(asked(understand("首单碳汇是什么时候成交的"), ()))
    assert not of_origin(asked(understand("糖厂怎么节水"), ()))
    assert not of_origin(asked(understand("充电站什么时候建成"), ()))
