"""A sentence that the layout tears over two blocks is read as one; blocks that end, or begin, on their own stay apart."""

from __future__ import annotations

import pytest

from tests.extract.reading import document, read


def test_a_year_in_one_block_dates_the_amount_in_the_next() -> None:
    text = "（三）补齐设施短板。加快建设处理设施和配套管网，推广一体化运行，到2027年县城生活污水\n集中处理率达到91%。"
    (target,) = read(text).targets
    made, _ = document(text)
    assert target.metric == "县城生活污水集中处理率"
    assert target.period is not None
    assert (target.period.end_year, target.period.basis) == (2027, "stated")
    assert made.quote(target.span).replace("\n", "") == "到2027年县城生活污水集中处理率达到91%"


def test_a_number_torn_in_two_is_one_number() -> None:
    (target,) = read(
        "推进绿化行动，提升城市品质，各区合力建设口袋公园、街心绿地和林荫步道，到2028年新增绿道12\n50公里以上。"
    ).targets
    assert target.quantity is not None
    assert target.quantity.value == 1250


@pytest.mark.parametrize(
    "text",
    [
        "到2026年完成老旧管网更新改造，推进雨污分流，建立长效管护机制。\n农村自来水普及率达到93%。",
        "到2026年完成老旧管网更新改造，推进雨污分流，建立长效管护的工作机制\n（二）农村自来水普及率达到93%。",
        "到2026年完成老旧管网更新改造，推进雨污分流，建立长效管护的工作机制\n3.农村自来水普及率达到93%。",
        "到2026年的工作安排\n农村自来水普及率达到93%。",
    ],
)
def test_blocks_that_are_whole_stay_apart(text: str) -> None:
    (target,) = read(text).targets
    assert target.metric.endswith("农村自来水普及率")
    assert target.period is None or target.period.basis == "inherited"
