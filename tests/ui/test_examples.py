"""The questions offered to begin with are about what the library holds."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.test_parts import ROW
from ui import examples


def test_questions_are_made_of_sure_rows_each_about_another_place() -> None:
    forest = replace(ROW, metric="森林覆盖率", region="甲省", scope="甲省", year=2030)
    rows = (
        replace(forest, confidence=0.5, year=2029),
        replace(forest, scope="某县", year=2028),
        replace(forest, kind="milestone", year=2027),
        forest,
        replace(forest, metric="秸秆综合利用率"),
        replace(forest, metric="秸秆综合利用率", region="乙市", scope="乙市", year=2025),
    )
    made = examples.from_rows(rows, ["森林覆盖率", "没有这一指标", "秸秆综合利用率"])
    assert made == ("甲省2030年森林覆盖率目标是多少？", "乙市2025年秸秆综合利用率目标是多少？")


def test_no_more_are_made_than_fit_the_page() -> None:
    rows = tuple(replace(ROW, metric=f"指标{n}", region=f"{n}市", scope=f"{n}市") for n in range(9))
    assert len(examples.from_rows(rows, [row.metric for row in rows])) == examples.MOST
    assert examples.from_rows((), ["森林覆盖率"]) == ()
