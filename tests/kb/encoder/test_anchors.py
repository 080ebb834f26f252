"""Questions name their passages by anchors."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kb.encoder import anchors

SHARED = Path(__file__).resolve().parents[4] / "shared" / "policies"


def pdf(folder: Path, name: str, words: str) -> tuple[Path, str]:
    """A PDF with one page of Latin words, and its sha256."""
    from reportlab.pdfgen import canvas

    path = folder / name
    sheet = canvas.Canvas(str(path), invariant=1)
    sheet.drawString(72, 700, words)
    sheet.save()
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def asked(file: str, start: int, end: int, words: str) -> anchors.Asked:
    return anchors.Asked(file, 1, start, end, hashlib.sha1(words.encode()).hexdigest()[:8], ("what?",))


def test_an_anchor_gives_the_words_of_its_page_without_white_space(tmp_path: Path) -> None:
    _, digest = pdf(tmp_path, "one.pdf", "alpha beta gamma")
    assert anchors.texts([asked(digest, 5, 9, "beta")], tmp_path) == ("beta",)


def test_a_slice_that_changed_is_refused(tmp_path: Path) -> None:
    _, digest = pdf(tmp_path, "one.pdf", "alpha beta gamma")
    with pytest.raises(anchors.AnchorMissed, match="page 1"):
        anchors.texts([asked(digest, 5, 9, "else")], tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(anchors.AnchorMissed):
        anchors.texts([asked("0" * 64, 0, 4, "beta")], tmp_path)


def test_passages_that_hold_most_of_the_words_are_found() -> None:
    words = "".join(chr(0x4E00 + number) for number in range(200))
    passages = [(1, words[:110]), (2, words[100:]), (3, "无关的文字" * 20)]
    assert set(anchors.holders(words, passages)) == {1, 2}
    assert anchors.holders(words, [(1, "无关")]) == ()


def test_there_are_thousands_of_questions_and_some_are_held_out() -> None:
    every = anchors.read()
    count = sum(len(one.questions) for one in every)
    held = sum(len(one.questions) for one in every if one.held_out)
    assert count >= 2000
    assert 0.1 < held / count < 0.4


def test_no_question_stands_twice_at_one_place() -> None:
    for one in anchors.read():
        assert len(set(one.questions)) == len(one.questions)
        assert all(2 <= len(question) <= 40 for question in one.questions)


@pytest.mark.shared
@pytest.mark.slow
def test_every_anchor_still_names_its_words() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/policies")
    every = anchors.read()[::12]
    assert len(anchors.texts(every, SHARED)) == len(every)
