"""Every figure ends in a row or among the leftovers with its reason, and never in both."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.reading import document, read

WORDS = (
    "到2026年，|到2025年和2030年，|“十四五”期间，|全市|其中，|污水处理率|甲率、乙率|分别|达到|不低于|提高到|较2020年|"
    "下降|增加|新建|建成|3|12.5%|1 200万千瓦|60座|三成|18—20个|约5亿元|（含2处）|以上|第7条|（国发〔2021〕23号）|"
    "2021年5月6日|《2030年方案》|附件2|（1）|PM2.5|，|。|；|、|\n|平方公里|翻一番|力争|9∶1"
)
PIECES = WORDS.split("|")


@pytest.mark.parametrize(
    ("text", "written", "reason"),
    [
        ("依据国发〔2021〕23号文件。", "2021", "文号"),
        ("按照第7条办理。", "7", "条款序号或编号"),
        ("详见附件2。", "2", "图表、附件等的编号"),
        ("配建比例为9∶1。", "9", "比例关系"),
        ("落实《到2030年减排30%方案》。", "30", "文件名称中的数字"),
        ("治理PM2.5污染。", "2.5", "名称、代号或型号中的数字"),
    ],
)
def test_a_figure_that_is_no_amount_says_what_it_is(text: str, written: str, reason: str) -> None:
    assert (written, reason) in [(left.written, left.reason) for left in read(text).leftovers]


def check(text: str) -> None:
    made, _ = document(text)
    extraction = read(text)
    used = [
        span
        for target in extraction.targets
        for span in (
            target.quantity.number_span if target.quantity else None,
            target.period.span if target.period and target.milestone else None,
        )
        if span is not None
    ]
    left = [leftover.span for leftover in extraction.leftovers]
    assert all(leftover.reason for leftover in extraction.leftovers)
    for match in re.finditer(r"\d", made.text):
        holders = [span for span in left if span.start <= match.start() < span.end]
        values = [span for span in used if span.start <= match.start() < span.end]
        assert holders or values, (match.start(), text)
        assert len(holders) <= 1, (match.start(), text)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=24))
@settings(max_examples=150, deadline=None)
def test_no_figure_of_a_text_is_lost_whatever_the_words_around_it(pieces: list[str]) -> None:
    check("".join(pieces))


@given(
    st.text(alphabet="0123456789.%％—-、，。；（）()年月到达低于以上万亩个 \n\t《》〔〕第条“”", min_size=1, max_size=60)
)
@settings(max_examples=150, deadline=None)
def test_no_figure_is_lost_in_any_jumble_of_signs(text: str) -> None:
    check(text)
