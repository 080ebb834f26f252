"""Reading tests as retrieval, in one script and across scripts: ``python -m bench.crossing``  (needs ../shared/text).

CMRC 2018 (simplified) and DRCD (traditional): each question of the measured split finds its passage among all passages of its
test, by keyword, by vectors and by both. Then once more with the questions in the other script, character for character by
``kb/traditional.txt``; the passages stay as they are.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kb import embedding, spelling
from kb.encoder import material, measure

SHARED = Path(__file__).resolve().parents[2] / "shared" / "text"
TABLE = Path(spelling.__file__).with_name("traditional.txt")


def traditional(text: str) -> str:
    """Simplified characters turned into the first traditional one that stands for them."""
    table: dict[int, str] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            for old, new in zip(*line.split("\t"), strict=True):
                table.setdefault(ord(new), old)
    return text.translate(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--part", choices=("tune", "measure"), default="measure")
    given = parser.parse_args()
    model = embedding.load()
    print("| questions | n | keyword | vectors | " + " | ".join(f"both, {weight}" for weight in measure.WEIGHTS) + " |")
    print("| --- " * (4 + len(measure.WEIGHTS)) + "|")
    for name, other in (("cmrc2018_dev", traditional), ("drcd", spelling.plain)):
        parts: tuple[material.Part, ...] = ("learn", "tune", "measure")
        every = [pair for part in parts for pair in material.tests(given.shared, name, part)]
        passages = list(dict.fromkeys(passage for _, passage in every))
        places = {passage: place for place, passage in enumerate(passages)}
        asked = material.tests(given.shared, name, given.part)
        answers = [(places[passage],) for _, passage in asked]
        keyword, held = measure.Bm25(passages), model.encode_passages(passages)
        for script, change in (("as written", str), ("other script", other)):
            questions = [change(question) for question, _ in asked]
            vectors = model.encode_queries(questions) @ held.T
            print("\n".join(measure.lines(f"{name}, {script}", questions, answers, keyword.scores(questions), vectors)))


if __name__ == "__main__":
    main()
