"""Tables of real policies stay as they were read by eye: rows, columns, joins over pages and the words of every cell.

``tests/golden/tables.json`` holds hashes and figures only; how it was made stands in ``bench/tables.py``.
"""

from __future__ import annotations

import pytest

from bench.tables import POLICIES, measured, truth

pytestmark = [
    pytest.mark.slow,
    pytest.mark.shared,
    pytest.mark.skipif(not POLICIES.is_dir(), reason="没有 ../shared/policies（真实政策文件）"),
]


def test_the_cells_of_forty_table_pages_are_right() -> None:
    score = measured("never")
    if score.tables < 40:
        pytest.skip("../shared/policies 中缺少所看的文件")
    assert score.share >= 0.995
    assert score.sized == score.tables
    assert score.joined == score.tables


def test_the_pages_were_drawn_from_many_policies() -> None:
    assert len(truth()) >= 40 and len({page["file"] for page in truth()}) >= 30
