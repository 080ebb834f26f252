"""The collection: words set aside stay themselves, keep their order and notes, and leave as files."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from ingest.model import Span
from kb import clips, dossier
from kb.errors import BadValue, UnknownName
from kb.store import Store


def set_aside(store: Store, doc: str, words: str, note: str = "") -> int:
    start = store.document(doc).text.index(words)
    return clips.add(store, doc, Span(start, start + len(words)), note=note).number


def test_words_set_aside_keep_their_document_clause_and_page(full_store: Store) -> None:
    set_aside(full_store, "甲市", "风力发电装机容量", "要用")
    (clip,) = clips.listed(full_store)
    assert clip.quote == "风力发电装机容量" and clip.note == "要用"
    assert clip.citation is not None and clip.citation.quote == clip.quote and clip.citation.page == 1


def test_the_same_words_twice_stay_one_clip(full_store: Store) -> None:
    first, second = (set_aside(full_store, "甲市", "风力发电装机容量") for _ in range(2))
    assert first == second and len(clips.listed(full_store)) == 1


def test_collecting_does_not_make_the_library_look_changed(full_store: Store) -> None:
    before = full_store.generation()
    set_aside(full_store, "甲市", "风力发电装机容量")
    assert full_store.generation() == before


def test_clips_move_and_stop_at_the_ends(full_store: Store) -> None:
    numbers = [set_aside(full_store, doc, "风力发电装机容量") for doc in ("甲市", "乙省", "中央")]
    clips.move(full_store, numbers[2], -1)
    assert [clip.number for clip in clips.listed(full_store)] == [numbers[0], numbers[2], numbers[1]]
    clips.move(full_store, numbers[0], -5)
    assert clips.listed(full_store)[0].number == numbers[0]


def test_a_clip_of_a_removed_document_is_shown_as_lost(full_store: Store) -> None:
    set_aside(full_store, "甲市", "风力发电装机容量")
    full_store.remove("甲市")
    (clip,) = clips.listed(full_store)
    assert clip.citation is None and clip.quote == "风力发电装机容量"


def test_a_note_of_endless_length_is_refused(full_store: Store) -> None:
    with pytest.raises(BadValue, match="2000 字"):
        set_aside(full_store, "甲市", "风力发电装机容量", "长" * 2_001)


def test_a_target_set_aside_leaves_with_its_value_unit_and_year(full_store: Store) -> None:
    row = full_store.targets()[0]
    clips.add(full_store, row.doc, Span(row.start, row.end), target_id=row.id)
    assert f"目标：{row.metric}：约120" in clips.exported(full_store, "markdown").decode()


def test_the_word_file_names_chinese_fonts_and_holds_clause_page_quote_and_note(full_store: Store) -> None:
    import docx
    from docx.oxml.ns import qn

    set_aside(full_store, "甲市", "风力发电装机容量", "第二章")
    paper = docx.Document(io.BytesIO(clips.exported(full_store, "word")))
    words = "\n".join(part.text for part in paper.paragraphs)
    assert (
        "“风力发电装机容量”" in words and "一、第1页" in words and "备注：第二章" in words and "甲市实施方案" in words
    )
    fonts = paper.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "宋体" and fonts.get(qn("w:eastAsiaTheme")) is None


def test_words_that_were_read_from_a_picture_are_marked_so(full_store: Store) -> None:
    import docx

    set_aside(full_store, "甲市", "风力发电装机容量")
    (clip,) = clips.listed(full_store)
    assert clip.citation is not None
    pairs = [(replace(clip, citation=replace(clip.citation, ocr=True)), full_store.info("甲市"))]
    paper = docx.Document(io.BytesIO(dossier.word(pairs)))
    for words in (dossier.markdown(pairs), "\n".join(part.text for part in paper.paragraphs)):
        assert "第1页（原文由文字识别得到）" in words


@pytest.mark.parametrize(
    ("format", "sign"), [("markdown", "> 风力"), ("bibtex", "@misc{"), ("ris", "TY  - "), ("gbt7714", "[1] ")]
)
def test_the_collection_leaves_in_every_format(full_store: Store, format: str, sign: str) -> None:
    set_aside(full_store, "甲市", "风力发电装机容量")
    assert sign in clips.exported(full_store, format).decode()


def test_an_unknown_format_is_named_with_those_there_are(full_store: Store) -> None:
    with pytest.raises(UnknownName, match="bibtex"):
        clips.exported(full_store, "pdf")
