"""Questions to begin with (可以这样问): those written for the samples where they are, else made of what the library holds."""

from __future__ import annotations

import streamlit as st

import corpus
from kb.model import TargetRow
from ui import parts

OF_SAMPLES = (
    "2025年全国非化石能源要占到多少？",
    "上海2025年充电桩总数打算到多少",
    "江苏哪一年碳排放到顶？",
    "老旧小区没法装充电桩，上海怎么解决？",
    "湖北2030年森林覆盖率目标是多少",
    "基站省电有哪些技术？",
)
MOST = 5
SURE, SHORT = 0.9, 14  # confidence of a row, and characters of its name, from which a question is made


def questions() -> tuple[str, ...]:
    """What a first visitor may ask of this library."""
    library = parts.library()
    if {path.stem for path in corpus.samples()} <= {info.doc for info in library.documents()}:
        return OF_SAMPLES
    return _made(library.generation())


@st.cache_data(show_spinner=False, max_entries=2)
def _made(generation: int) -> tuple[str, ...]:
    metrics = [name for name, _, _ in parts.library().metrics() if len(name) <= SHORT]
    return from_rows(parts.rows(), metrics)


def from_rows(rows: tuple[TargetRow, ...], metrics: list[str]) -> tuple[str, ...]:
    """One question for each of the first ``metrics``, each about another place, from rows that are surely right."""
    told: list[str] = []
    asked: set[str] = set()
    by_metric: dict[str, list[TargetRow]] = {}
    for row in rows:
        if row.kind == "target" and row.year and row.confidence >= SURE and row.scope == row.region:
            by_metric.setdefault(row.metric, []).append(row)
    for metric in metrics:
        found = next((one for one in by_metric.get(metric, ()) if one.region not in asked), None)
        if found is not None:
            asked.add(found.region)
            told.append(f"{found.region}{found.year}年{metric}目标是多少？")
        if len(told) == MOST:
            break
    return tuple(told)
