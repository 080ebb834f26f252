"""Word files made at test time: numbering, tables, notes, boxes, furniture, and files that must be refused."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from ingest import ReadOptions, read, segment
from ingest.errors import Damaged, Encrypted, IngestError, NoText, TooLarge, WrongType

LEVELS = (
    ("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"),
)  # fmt: skip


def new_document() -> Any:
    return docx.Document()


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def reading(document: Any, **options: Any) -> Any:
    data = document if isinstance(document, bytes) else saved(document)
    return read(data, "样张", "docx", ReadOptions(**options))


def kinds(document: Any) -> list[tuple[str, str]]:
    return [(block.kind, document.quote(block.span)) for block in document.blocks]


def add_list(document: Any, levels: tuple[tuple[str, str], ...], number: str = "77", start: str = "") -> None:
    """A list definition as Word writes it; ``start`` overrides the first number of level 0."""
    numbering = document.part.numbering_part.element
    rows = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    if not start:
        abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{rows}</w:abstractNum>')
        numbering.insert(0, abstract)
    over = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="77"/>{over}</w:num>'))


def numbered(document: Any, text: str, level: int, number: str = "77") -> Any:
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def test_automatic_numbers_are_written_out_as_word_shows_them() -> None:
    document = new_document()
    add_list(document, LEVELS)
    for text, level in (
        ("总体要求", 0), ("重点任务", 0), ("推进湖泊治理", 1), ("修复湿地。", 2), ("清理围网。", 2), ("加强监测", 1),
        ("布设断面。", 2), ("保障措施", 0), ("加强领导", 1),
    ):  # fmt: skip
        numbered(document, text, level)
    assert reading(document).text.split("\n") == [
        "一、总体要求", "二、重点任务", "（一）推进湖泊治理", "1.修复湿地。", "2.清理围网。", "（二）加强监测", "1.布设断面。",
        "三、保障措施", "（一）加强领导",
    ]  # fmt: skip


def test_a_list_can_start_again_and_a_number_is_kept_apart_from_a_year() -> None:
    document = new_document()
    add_list(document, (("decimal", "%1."),))
    add_list(document, (("decimal", "%1."),), number="78", start="1")
    numbered(document, "2030年前完成整治。", 0)
    numbered(document, "持续开展巡查。", 0)
    numbered(document, "另起一组。", 0, number="78")
    assert reading(document).text.split("\n") == ["1. 2030年前完成整治。", "2.持续开展巡查。", "1.另起一组。"]


def test_chapters_and_articles_are_counted_in_chinese_up_to_hundreds() -> None:
    document = new_document()
    add_list(document, (("chineseCountingThousand", "第%1章"), ("decimalEnclosedCircle", "%2"), ("upperRoman", "%3.")))
    for number in range(112):
        numbered(document, f"本章第{number}项规定。", 0)
    lines = reading(document).text.split("\n")
    assert [lines[at].split(" ")[0] for at in (0, 9, 10, 19, 20, 104, 109, 111)] == [
        "第一章", "第十章", "第十一章", "第二十章", "第二十一章", "第一百〇五章", "第一百一十章", "第一百一十二章",
    ]  # fmt: skip


def test_headings_and_titles_are_known_by_style_and_by_looks() -> None:
    document = new_document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run("关于加强云溪湖流域")
    run.font.size = Pt(22)
    run.add_break(WD_BREAK.LINE)
    title.add_run("保护治理的实施意见").font.size = Pt(22)
    document.add_heading("总体目标", level=1)
    document.add_paragraph("到2030年，湖区水质优良比例达到85%以上。")
    document.add_paragraph("（一）控制入湖污染")
    found = reading(document)
    assert kinds(found) == [
        ("title", "关于加强云溪湖流域保护治理的实施意见"),
        ("heading", "总体目标"),
        ("paragraph", "到2030年，湖区水质优良比例达到85%以上。"),
        ("heading", "（一）控制入湖污染"),
    ]
    assert found.metadata.title == "关于加强云溪湖流域保护治理的实施意见"


def test_merged_cells_keep_their_extent_and_every_cell_is_a_span() -> None:
    document = new_document()
    table = document.add_table(rows=4, cols=4)
    for row, words in enumerate(
        (
            ("指标", "单位", "目标值", ""),
            ("", "", "2027年", "2030年"),
            ("湿地保护率", "%", "58", "60"),
            ("造林面积", "万亩", "3", "5"),
        )
    ):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(1, 1))
    table.cell(0, 2).merge(table.cell(0, 3))
    found = reading(document)
    (block,) = found.blocks
    assert block.kind == "table"
    cells = {
        (c.row, c.column): (found.quote(c.span) if c.span else "", c.rows, c.columns, c.header) for c in block.cells
    }
    assert cells[0, 0] == ("指标", 2, 1, True)
    assert cells[0, 2] == ("目标值", 1, 2, True)
    assert (0, 3) not in cells and (1, 0) not in cells
    assert cells[1, 3] == ("2030年", 1, 1, True)
    assert cells[2, 3] == ("60", 1, 1, False)
    assert found.text.split("\n")[3] == "造林面积\t万亩\t3\t5"


def test_a_frame_of_one_cell_is_a_box_and_not_a_table() -> None:
    document = new_document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "专栏1 湿地修复工程"
    cell.add_paragraph("到2030年修复退化湿地4万亩。")
    assert kinds(reading(document)) == [("box", "专栏1 湿地修复工程"), ("box", "到2030年修复退化湿地4万亩。")]


def with_part(document: Any, name: str, kind: str, xml: str) -> None:
    """A part of its own kind beside the body, as Word keeps notes."""
    part = Part(
        PackURI(f"/word/{name}.xml"),
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml",
        xml.encode(),
        document.part.package,
    )
    document.part.relate_to(part, kind)


def test_footnotes_follow_their_paragraph_as_notes() -> None:
    document = new_document()
    paragraph = document.add_paragraph("近岸海域优良水质面积比例")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run("达到83%。")
    document.add_paragraph("各市县抓好落实。")
    with_part(
        document,
        "footnotes",
        RELATIONSHIP_TYPE.FOOTNOTES,
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>指一类、二类海水水质。</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>",
    )
    assert kinds(reading(document)) == [
        ("paragraph", "近岸海域优良水质面积比例¹达到83%。"),
        ("note", "¹ 指一类、二类海水水质。"),
        ("paragraph", "各市县抓好落实。"),
    ]


def test_text_boxes_are_read_once_and_stand_apart_from_their_paragraph() -> None:
    document = new_document()
    paragraph = document.add_paragraph("推进河道整治。")
    inner = "<w:txbxContent><w:p><w:r><w:t>专栏2 河道工程</w:t></w:r></w:p><w:p><w:r><w:t>清淤30公里。</w:t></w:r></w:p></w:txbxContent>"
    spaces = (
        f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    paragraph._p.append(
        parse_xml(
            f'<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{inner}</wps:txbx></mc:Choice>'
            f"<mc:Fallback><v:textbox>{inner}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert kinds(reading(document)) == [
        ("paragraph", "推进河道整治。"), ("box", "专栏2 河道工程"), ("box", "清淤30公里。"),
    ]  # fmt: skip


def test_headers_and_footers_are_furniture() -> None:
    document = new_document()
    document.add_paragraph("正文一段。")
    document.sections[0].header.paragraphs[0].text = "云溪市人民政府文件"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    found = reading(document)
    assert found.text == "正文一段。"
    assert {(item.kind, item.text) for item in found.furniture} == {
        ("header", "云溪市人民政府文件"), ("page_number", "— 1 —"),
    }  # fmt: skip


def test_deleted_and_hidden_words_are_left_out_and_inserted_ones_read() -> None:
    document = new_document()
    paragraph = document.add_paragraph("森林覆盖率达到")
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>40%</w:delText></w:r></w:del>')
    )
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="2" w:author="a"><w:r><w:t>42%</w:t></w:r></w:ins>'))
    paragraph.add_run("（待核）").font.hidden = True
    paragraph.add_run("，面积3000km")
    paragraph.add_run("2").font.superscript = True
    assert reading(document).text == "森林覆盖率达到42%，面积3000km²"


def test_every_region_is_a_line_without_a_page_and_clauses_are_found() -> None:
    document = new_document()
    add_list(document, LEVELS)
    numbered(document, "主要目标", 0)
    document.add_paragraph("到2030年，节水灌溉面积达到120万亩。")
    found = reading(document)
    assert [(region.page, region.line) for region in found.regions] == [(None, 1), (None, 2)]
    assert found.pages == ()
    assert [clause.label for clause in segment(found)] == ["一、"]


def test_the_property_that_a_paragraph_is_not_numbered_holds_against_its_style() -> None:
    document = new_document()
    add_list(document, LEVELS)
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="77"/></w:numPr>'))
    document.add_heading("发展基础", level=1)
    plain = document.add_heading("附则", level=1)
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>'))
    assert kinds(reading(document)) == [("heading", "一、发展基础"), ("heading", "附则")]
    assert plain._p.find(qn("w:pPr")) is not None


def rezipped(data: bytes, **extra: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in extra:
                new.writestr(name, old.read(name))
        for name, content in extra.items():
            new.writestr(name, content)
    return buffer.getvalue()


def bomb() -> bytes:
    return rezipped(saved(new_document()), **{"word/document.xml": b"<a>" + b" " * 120_000_000})


def deep() -> bytes:
    body = b"<w:tbl><w:tr><w:tc>" * 60 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 60
    head = f"<w:document {nsdecls('w')}><w:body>".encode()
    return rezipped(saved(new_document()), **{"word/document.xml": head + body + b"</w:body></w:document>"})


def cut() -> bytes:
    return saved(new_document())[:9000]


def broken_xml() -> bytes:
    return rezipped(saved(new_document()), **{"word/document.xml": b"<w:document><w:body>"})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (bomb, TooLarge),
        (deep, TooLarge),
        (cut, Damaged),
        (broken_xml, Damaged),
        (lambda: OLE, WrongType),
        (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), Encrypted),
        (lambda: b"<html><body>x</body></html>", WrongType),
        (lambda: rezipped(b"PK\x05\x06" + bytes(18), **{"a.txt": b"x"}), WrongType),
        (lambda: saved(new_document()), NoText),
    ],
    ids=["bomb", "deep", "cut", "broken xml", "old word", "encrypted", "web page", "other zip", "blank"],
)
def test_what_cannot_be_read_is_refused_by_name(make: Any, error: type[IngestError]) -> None:
    with pytest.raises(error):
        reading(make())


def revised(kind: str, words: str) -> Any:
    inside = f"<w:delText>{words}</w:delText>" if kind == "del" else f"<w:t>{words}</w:t>"
    return parse_xml(f'<w:{kind} {nsdecls("w")} w:id="1" w:author="a"><w:r>{inside}</w:r></w:{kind}>')


def test_tracked_changes_are_read_as_accepted() -> None:
    document = new_document()
    paragraph = document.add_paragraph("到2025年达到")
    for kind, words in (("del", "80%"), ("ins", "90%"), ("moveFrom", "移走"), ("moveTo", "以上。")):
        paragraph._p.append(revised(kind, words))
    joined = document.add_paragraph("到2030年，用电量达到")
    joined._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="2" w:author="a"/></w:rPr>'))
    document.add_paragraph("3万千瓦时。")
    document.add_paragraph()._p.append(revised("del", "整段删去，到2040年达到99%。"))
    table = document.add_table(3, 2)
    for row, words in enumerate((("指标", "2030年"), ("覆盖率", "95%"), ("删去", "77%"))):
        table.cell(row, 0).text, table.cell(row, 1).text = words
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="3" w:author="a"/>'))
    assert kinds(reading(document)) == [
        ("paragraph", "到2025年达到90%以上。"),
        ("paragraph", "到2030年，用电量达到3万千瓦时。"),
        ("table", "指标\t2030年\n覆盖率\t95%"),
    ]


def test_words_struck_through_are_left_out() -> None:
    document = new_document()
    paragraph = document.add_paragraph("到2026年达到")
    paragraph.add_run("70%").font.strike = True
    paragraph.add_run("75%。")
    assert reading(document).text == "到2026年达到75%。"


def test_a_table_inside_a_cell_follows_as_a_table_of_its_own() -> None:
    document = new_document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "任务", "内容", "建设"
    inner = table.cell(1, 1).add_table(2, 2)
    for row, words in enumerate((("指标", "2030年"), ("用电量", "3万千瓦时"))):
        inner.cell(row, 0).text, inner.cell(row, 1).text = words
    assert kinds(reading(document)) == [("table", "任务\t内容\n建设\t"), ("table", "指标\t2030年\n用电量\t3万千瓦时")]


def test_formulas_keep_powers_and_fractions_apart() -> None:
    document = new_document()
    maths = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    run = "<m:r><m:t>{}</m:t></m:r>"
    power = f"<m:sSup><m:e>{run.format(10)}</m:e><m:sup>{run.format(4)}</m:sup></m:sSup>"
    half = f"<m:f><m:num>{run.format(1)}</m:num><m:den>{run.format(2)}</m:den></m:f>"
    below = f"<m:sSub><m:e>{run.format('CO')}</m:e><m:sub>{run.format(2)}</m:sub></m:sSub>"
    for words in (power, half, below):
        document.add_paragraph("得")._p.append(parse_xml(f'<m:oMath xmlns:m="{maths}">{words}</m:oMath>'))
    assert reading(document).text.split("\n") == ["得10⁴", "得1/2", "得CO2"]


def test_heading_styles_without_numbers_make_clauses_of_their_level() -> None:
    document = new_document()
    document.add_paragraph("苏州市港口方案", style="Title")
    for level, title in ((1, "总体目标"), (2, "分年目标"), (1, "重点任务")):
        document.add_heading(title, level)
        document.add_paragraph("各单位照此执行，按季度报送进展。")
    assert [clause.label for clause in segment(reading(document))] == ["", "总体目标", "总体目标 分年目标", "重点任务"]
