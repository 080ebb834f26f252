"""The bundled model's measured quality does not drop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb import embedding
from kb.encoder import material, measure

SHARED = Path(__file__).resolve().parents[3] / "shared" / "text"
FLOORS = {"cmrc2018_dev": 0.88, "drcd": 0.76}


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(FLOORS))
def test_a_question_finds_its_passage_among_all_of_the_reading_test(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/text")
    model = embedding.load()
    parts: tuple[material.Part, ...] = ("learn", "tune", "measure")
    passages = list(dict.fromkeys(passage for part in parts for _, passage in material.tests(SHARED, name, part)))
    places = {passage: place for place, passage in enumerate(passages)}
    asked = material.tests(SHARED, name, "measure")
    scores = model.encode_queries([question for question, _ in asked]) @ model.encode_passages(passages).T
    found = measure.ranks(scores, [(places[passage],) for _, passage in asked])
    assert np.mean(found < 5) >= FLOORS[name]
