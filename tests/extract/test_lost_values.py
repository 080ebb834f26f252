"""A requirement whose number the document has lost (数字缺失) is a row that says so, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import extract
from extract.model import Extraction
from ingest.reading import read
from ingest.segment import segment

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
NOTICE = (
    "关于开展静海湾零碳园区试点申报工作的通知\n\n各有关单位：\n现就零碳园区试点申报工作通知如下。\n\n"
    "一、总体要求\n坚持自愿申报、择优推荐。\n\n二、申报条件\n"
    "（一）园区边界清楚。园区规划面积达到 平方公里以上，园区年综合能耗不低于 万吨标准煤。\n"
    "（二）园区产业集中。园区入驻企业达到 家以上。\n"
)


def rows(data: bytes, name: str, suffix: str) -> Extraction:
    document = read(data, name, suffix)
    return extract(document, segment(document))


def test_conditions_whose_numbers_are_lost_stay_in_the_table() -> None:
    lost = [one for one in rows(NOTICE.encode(), "通知", ".txt").targets if one.quantity and one.quantity.missing]
    assert [one.quantity.unit for one in lost if one.quantity] == ["平方公里", "万吨标准煤", "家"]


def test_conditions_whose_numbers_stand_there_are_no_targets() -> None:
    whole = NOTICE.replace("达到 平", "达到5平").replace("于 万", "于10万").replace("到 家", "到50家")
    assert not rows(whole.encode(), "通知", ".txt").targets


def test_the_seed_without_digits_shows_its_lost_values() -> None:
    found = sorted(SEEDS.glob("003*"))
    if not found:
        pytest.skip("../shared/seeds is not here")
    targets = rows(found[0].read_bytes(), found[0].stem, found[0].suffix).targets
    assert sum(one.quantity is not None and one.quantity.missing for one in targets) >= 6
