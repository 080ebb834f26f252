"""The table of targets shows a range whole, and no column for it where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb import Library


def _page() -> None:
    from ui import address, pages, targets

    pages.navigation()
    address.arrive("targets")
    targets.show()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("targets")
    (made / "甲.txt").write_text("甲市方案\n\n一、目标\n到2025年，试点社区数量达到3—6个。\n", encoding="utf-8")
    (made / "乙.txt").write_text("乙市方案\n\n一、目标\n到2025年，森林覆盖率达到24%。\n", encoding="utf-8")
    with Library.open(made / "library") as library:
        assert [step.status for step in library.add([made / "甲.txt", made / "乙.txt"])] == ["added", "added"]
    return made / "library"


@pytest.mark.parametrize(("doc", "bounds"), [("甲", (3.0, 6.0)), ("乙", None)])
def test_a_range_is_shown_with_both_its_ends(
    folder: Path, monkeypatch: pytest.MonkeyPatch, doc: str, bounds: tuple[float, float] | None
) -> None:
    monkeypatch.setenv("POLICYKB_LIBRARY", str(folder))
    run = AppTest.from_function(_page, default_timeout=60)
    run.query_params["doc"] = doc
    run.run()
    assert not run.exception
    table = run.dataframe[0]
    shown = list(table.proto.column_order)
    assert "数值" in shown and "页码" in shown
    assert ("上限" in shown) == (bounds is not None)
    if bounds is not None:
        assert (table.value["数值"][0], table.value["上限"][0]) == bounds
