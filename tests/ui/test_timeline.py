"""One mark of the timeline tells all values that documents state for a metric and a year."""

from __future__ import annotations

from ui import timeline


def test_values_that_differ_are_told_together_and_the_same_one_once() -> None:
    def line(metric: str, value: str, file: str) -> dict[str, object]:
        return {"指标": metric, "年份": 2030, "目标": value, "约束性": "", "文件": file}

    told = timeline._joined(
        [line("甲", "25%", "一"), line("甲", "约 25%", "二"), line("乙", "3 个", "一"), line("乙", "3 个", "二")]
        + [line("丙", f"{n} 个", str(n)) for n in range(4)]
    )
    assert [(one["指标"], one["目标"], one["文件"]) for one in told] == [
        ("甲", "25% / 约 25%", "一；二"),
        ("乙", "3 个", "一；二"),
        ("丙", "0 个 / 1 个 等 4 种", "0；1；2"),
    ]
