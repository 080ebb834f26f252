"""The PDF reader on pages drawn for each claim."""

from __future__ import annotations

import io
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import Damaged, EmptyFile, Encrypted, IngestError, NoText, TooLarge, WrongType
from ingest.model import Span
from ingest.readers import ReadOptions
from ingest.reading import read
from tests.ingest.conftest import FONT, HEIGHT

LONG = (
    "全省港口岸电设施覆盖率到二〇二六年达到九成以上，内河码头全部具备供电条件，"
    "靠港船舶按照规定使用岸电并公开用电数据，沿江各市分年度公布进展。"
)
NEXT = "省交通运输厅会同有关部门建立台账，对进展缓慢的地区及时提醒。"


def kinds(document: Any) -> list[tuple[str, str]]:
    return [(block.kind, document.quote(block.span)) for block in document.blocks]


def test_wrapped_lines_of_a_paragraph_are_joined_without_breaks(paper: Any, read_pdf: Any) -> None:
    paper.paragraph(LONG)
    paper.paragraph(NEXT)
    document = read_pdf(paper.bytes())
    assert document.text == f"{LONG}\n{NEXT}"


def test_a_paragraph_crossing_a_page_is_one_block_located_on_both_pages(paper: Any, read_pdf: Any) -> None:
    paper.y = 700
    paper.paragraph(NEXT)
    paper.put(88 + 32, paper.y, LONG[:24])
    paper.page_number("- 7 -")
    paper.next_page()
    paper.put(88, 100, LONG[24:50])
    paper.put(88, 128, LONG[50:])
    paper.y = 156
    paper.paragraph(NEXT)
    paper.page_number("- 8 -")
    document = read_pdf(paper.bytes())
    assert document.text == f"{NEXT}\n{LONG}\n{NEXT}"
    start = document.text.index(LONG)
    assert {region.page for region in document.locate(Span(start, start + len(LONG)))} == {1, 2}
    assert [(piece.kind, piece.text, piece.page) for piece in document.furniture] == [
        ("page_number", "-7-", 1),
        ("page_number", "-8-", 2),
    ]


def test_each_character_has_its_place(paper: Any, read_pdf: Any) -> None:
    paper.put(100, 200, "装机容量达到五百万千瓦")
    document = read_pdf(paper.bytes())
    (region,) = document.locate(Span(6, 9))
    assert document.quote(region.span) == "五百万"
    assert region.box.x0 == pytest.approx(100 + 6 * 16, abs=0.2)
    assert region.box.x1 == pytest.approx(100 + 9 * 16, abs=0.2)
    assert region.box.top < 200 < region.box.bottom + 4


def test_thin_blanks_round_figures_are_not_text(paper: Any, read_pdf: Any) -> None:
    paper.put(100, 200, "到")
    paper.put(119, 200, "2025")
    paper.put(155, 200, "年底前完成全部任务并组织验收")
    assert read_pdf(paper.bytes()).text == "到2025年底前完成全部任务并组织验收"


def test_a_gap_where_a_figure_is_lost_is_kept(paper: Any, read_pdf: Any) -> None:
    paper.put(100, 200, "改造面积达到")
    paper.put(212, 200, "万平方米以上")
    assert read_pdf(paper.bytes()).text == "改造面积达到 万平方米以上"


def test_raised_figures_are_told_from_others(paper: Any, read_pdf: Any) -> None:
    paper.put(100, 200, "年均浓度不高于三十微克每立方米", 16)
    paper.put(340, 194, "2", 8)
    assert read_pdf(paper.bytes()).text == "年均浓度不高于三十微克每立方米²"


def test_running_heads_are_furniture_and_not_text(paper: Any, read_pdf: Any) -> None:
    for page in range(1, 7):
        paper.put(200, 50, "某省岸电建设行动方案", 10)
        paper.paragraph(LONG[page:])
        paper.page_number(str(page))
        if page < 6:
            paper.next_page()
    document = read_pdf(paper.bytes())
    assert "行动方案" not in document.text
    assert {piece.kind for piece in document.furniture} == {"header", "page_number"}
    assert sum(piece.kind == "header" for piece in document.furniture) == 6


def test_a_page_number_carried_inside_the_text_does_not_cut_a_sentence(paper: Any, read_pdf: Any) -> None:
    words = LONG[:24]
    for page in (3, 4, 5):
        paper.put(120, paper.y, words)
        paper.put(88, paper.y + 28, LONG[24:48] + f"—{page}—")
        paper.put(88, paper.y + 56, LONG[48:])
        paper.y += 84
    assert read_pdf(paper.bytes()).text == "\n".join([LONG] * 3)


@pytest.mark.parametrize(
    ("end", "own", "start"), [("—", "2—", ""), ("—2", "—", ""), ("—", "1—", ""), ("", "—", "2—"), ("", "—2", "—")]
)
def test_a_page_number_torn_over_two_lines_does_not_cut_a_sentence(
    paper: Any, read_pdf: Any, end: str, own: str, start: str
) -> None:
    paper.paragraph(NEXT)
    paper.next_page()
    paper.put(120, 400, LONG[:24])
    paper.put(88, 428, LONG[24 : 50 - len(end)] + end)
    paper.put(88, 456, own, 12)
    paper.put(88, 484, start + LONG[50 - len(end) :])
    document = read_pdf(paper.bytes())
    if not start:
        assert document.text == f"{NEXT}\n{LONG}"
    assert document.text.replace("\n", "") == NEXT + LONG  # what stood behind the number looks like a new paragraph
    assert "".join(piece.text for piece in document.furniture if piece.page == 2) in ("—2—", "—1—")


def test_a_dash_and_a_number_that_no_page_carries_stay_in_the_text(paper: Any, read_pdf: Any) -> None:
    paper.put(120, 400, LONG[:24])
    paper.put(88, 428, LONG[24:48] + "—")
    paper.put(88, 456, "9—12月", 12)
    paper.put(88, 484, LONG[48:])
    assert "—9—12月" in read_pdf(paper.bytes()).text.replace("\n", "")


@pytest.mark.parametrize(
    ("before", "mark", "after", "shown"),
    [
        ("容量", ",", "占比", "，"),
        ("３９", ",", "比上年", "，"),
        ("３９", ";", "优良", "；"),
        ("１", ",", "２００吨", ","),
        ("２", ".", "加强管理", "."),
    ],
)
def test_a_narrow_mark_set_a_whole_em_wide_is_the_chinese_one(
    paper: Any, read_pdf: Any, before: str, mark: str, after: str, shown: str
) -> None:
    line = paper.canvas.beginText(88, HEIGHT - 200)
    line.setFont(FONT, 16)
    line.textOut("全省" + before)
    line.setHorizScale(1600 / pdfmetrics.stringWidth(mark, FONT, 16))
    line.textOut(mark)
    line.setHorizScale(100)
    line.textOut(after)
    paper.canvas.drawText(line)
    assert read_pdf(paper.bytes()).text == f"全省{before}{shown}{after}"


def test_titles_headings_and_paragraphs_are_told_apart_by_their_looks(paper: Any, read_pdf: Any) -> None:
    paper.centre("某省港口岸电建设", 22)
    paper.centre("三年行动方案", 22)
    paper.paragraph(LONG)
    paper.paragraph("一、总体要求")
    paper.paragraph("（一）工作目标")
    paper.paragraph(LONG)
    assert kinds(read_pdf(paper.bytes())) == [
        ("title", "某省港口岸电建设三年行动方案"),
        ("paragraph", LONG),
        ("heading", "一、总体要求"),
        ("heading", "（一）工作目标"),
        ("paragraph", LONG),
    ]


def test_numbered_items_are_blocks_of_their_own(paper: Any, read_pdf: Any) -> None:
    paper.paragraph("（一）加快建设。" + LONG)
    paper.paragraph("（二）规范使用。" + NEXT)
    paper.paragraph("1.明确责任。" + NEXT)
    assert [text[:4] for _, text in kinds(read_pdf(paper.bytes()))] == ["（一）加", "（二）规", "1.明确"]


def test_footnotes_are_notes_and_the_paragraph_above_them_goes_on(paper: Any, read_pdf: Any) -> None:
    paper.y = 640
    paper.paragraph(NEXT)
    paper.put(120, paper.y, LONG[:24])
    paper.put(88, 760, "①岸电是指码头向靠泊船舶供应的电力。", 10)
    paper.next_page()
    paper.put(88, 100, LONG[24:50])
    paper.put(88, 128, LONG[50:])
    document = read_pdf(paper.bytes())
    assert ("paragraph", LONG) in kinds(document)
    assert ("note", "①岸电是指码头向靠泊船舶供应的电力。") in kinds(document)


def test_a_frame_round_paragraphs_is_a_box(paper: Any, read_pdf: Any) -> None:
    paper.paragraph(LONG)
    top = paper.y
    paper.canvas.rect(80, 842 - top - 90, 440, 90)
    paper.put(200, top + 18, "专栏一岸电重点工程", 12)
    paper.put(112, top + 40, "1.沿江码头改造。对四十个泊位实施供电改造。", 12)
    paper.put(112, top + 62, "2.客运码头改造。对全部客运码头实施改造。", 12)
    paper.y = top + 130
    paper.paragraph(NEXT)
    assert [kind for kind, _ in kinds(read_pdf(paper.bytes()))] == ["paragraph", "box", "box", "box", "paragraph"]


def test_two_columns_are_read_one_after_the_other(paper: Any, read_pdf: Any) -> None:
    left = [f"左栏第{n}行文字共有十三字" for n in "一二三四五六七八九十甲乙丙丁"]
    right = [f"右栏第{n}行文字共有十三字" for n in "一二三四五六七八九十甲乙丙丁"]
    for n, (a, b) in enumerate(zip(left, right, strict=True)):
        paper.put(80, 120 + 20 * n, a, 14)
        paper.put(330, 120 + 20 * n, b, 14)
    text = read_pdf(paper.bytes()).text.replace("\n", "")
    assert text == "".join(left) + "".join(right)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_places_are_those_of_the_page_as_displayed(paper: Any, read_pdf: Any, turn: int) -> None:
    paper.put(100, 200, "装机容量达到五百万千瓦以上")
    document = read_pdf(paper.bytes().replace(b"/Rotate 0", b"/Rotate %d" % turn))
    page = document.pages[0]
    assert (page.width, page.height) == ((842, 595) if turn != 180 else (595, 842))
    assert document.text == "装机容量达到五百万千瓦以上"
    first = document.locate(Span(0, 1))[0].box
    x, y = {90: (842 - 195, 108), 180: (595 - 108, 842 - 195), 270: (195, 595 - 108)}[turn]
    assert first.x0 - 1 < x < first.x1 + 1 and (turn != 180 or first.top < y < first.bottom)
    for region in document.regions:
        assert 0 <= region.box.x0 < region.box.x1 <= page.width
        assert 0 <= region.box.top < region.box.bottom <= page.height


def test_the_same_bytes_give_equal_documents(paper: Any, read_pdf: Any) -> None:
    paper.paragraph(LONG)
    data = paper.bytes()
    assert read_pdf(data) == read_pdf(data)


def test_a_page_without_text_but_with_a_picture_is_named_doubtful(paper: Any, read_pdf: Any) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    paper.canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "gray")), 0, 0, 595, 842)
    document = read_pdf(paper.bytes())
    assert document.text == "" and document.pages[0].doubt == "本页为图片，没有文字层"


WRONG: list[tuple[bytes, type[IngestError]]] = [
    (b"", EmptyFile),
    ("这是一个文本文件".encode(), WrongType),
    (b"%PDF-1.7\nnothing that follows is a PDF", Damaged),
]


@pytest.mark.parametrize(("data", "error"), WRONG)
def test_what_is_no_pdf_is_refused_in_chinese(data: bytes, error: type[IngestError]) -> None:
    with pytest.raises(error) as caught:
        read(data, "样张", ".pdf")
    assert any("\u4e00" <= c <= "\u9fff" for c in str(caught.value))


def test_a_blank_pdf_has_no_text(paper: Any) -> None:
    with pytest.raises(NoText):
        read(paper.bytes(), "样张", "pdf")


def test_an_encrypted_pdf_is_named_so() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt="secret")
    canvas.drawString(100, 100, "text")
    canvas.save()
    with pytest.raises(Encrypted):
        read(buffer.getvalue(), "样张", "pdf")


def test_too_many_pages_and_too_many_bytes_are_refused(paper: Any) -> None:
    paper.put(100, 100, "一")
    paper.next_page()
    paper.put(100, 100, "二")
    data = paper.bytes()
    with pytest.raises(TooLarge, match="2 页"):
        read(data, "样张", "pdf", ReadOptions(max_pages=1))
    with pytest.raises(TooLarge, match="MB"):
        read(data + b" " * 1_100_000, "样张", "pdf", ReadOptions(max_file_mb=1))
