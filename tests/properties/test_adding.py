"""What holds for the library, whatever documents are added: adding twice equals adding once."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import IngestError
from kb.reading import Job, read_file
from kb.store import Store

lines = st.lists(
    st.sampled_from(
        [
            "一、总体目标",
            "到2030年，绿道总长达到500公里，覆盖率超过60%。",
            "（一）岸电建设",
            "牵头单位：市交通运输局。",
            "1.新建泊位不少于12个。",
            "第一条 为了节约用水，制定本办法。",
            "附件1",
            "表1 指标",
        ]
    ),
    min_size=1,
    max_size=8,
)


def held(store: Store) -> tuple[Any, ...]:
    """All that a store says of its documents, but for when they were read."""
    docs = [info.doc for info in store.infos()]
    return (
        store.counts(),
        store.targets(),
        [store.document(doc) for doc in docs],
        [store.clauses(doc) for doc in docs],
        [store.extraction(doc) for doc in docs],
    )


@settings(max_examples=12, deadline=None)
@given(st.lists(lines, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_adding_twice_equals_adding_once(texts: list[list[str]], chance: Any) -> None:
    with TemporaryDirectory() as folder:
        jobs = []
        for n, words in enumerate(texts):
            data = "\n".join([f"绿道建设方案之{n}", *words]).encode()
            path = Path(folder) / f"{n}.txt"
            path.write_bytes(data)
            jobs.append(
                Job(str(path), str(path), sha256(data).hexdigest(), f"方案{n}", str(path), "txt", len(data), "rules")
            )
        store = Store.open(Path(folder))
        try:
            for job in jobs:
                save(store, job)
            once = held(store)
            for job in chance.sample(jobs, len(jobs)):
                save(store, job)
            assert held(store) == once
            assert len(store.infos()) == len(jobs)
        finally:
            getattr(store, "close", lambda: None)()


def save(store: Store, job: Job) -> None:
    try:
        store.save(read_file(job))
    except IngestError as error:  # every file here holds words
        raise AssertionError(str(error)) from error
