"""What a count counts (所数之物): where the thing ends, its own measure, the action told behind it, and what it leaves out."""

from __future__ import annotations

import re

from extract.cells import Cell

_ACT = re.compile(
    r"(?:创建|建设|改造|治理|整治|修复|确权登记|登记|评价|认证|审核|验收|认定|鉴定|评估|检测|核查|普查|备案|排查|清理|编制|划定|替代|搬迁|关停)"
    r"(?=(?:工作|任务|工程)?$)"
)
_ACT_OF = re.compile(rf"(?<=..)的(?P<act>[一-龥]{{0,4}}?{_ACT.pattern})$")
_ALSO = re.compile(
    r"(?<=..)(?:(?:以及|及|和|与|并|、)(?:其|相应)?(?:附属|配套)(?![^，]*(?:建设|工程|任务|改造|项目|治理|整治|提升|修复)$)"
    r"|(?<![合兼])并(?![网购联行轨举重发线列排存])(?=[^的]{2,}$))[^，]*$"
)
"""What a count does not count: a second action (并适时轮换), or what belongs to the thing (和附属用房)."""
_PRAISE = re.compile(
    r"^.{0,2}具有[^，的]{0,8}(?:影响力?|竞争力|代表性|特色|优势|引领(?:性|作用)?|示范(?:性|作用)|带动(?:力|作用)|知名度)的(?=[^的]{5,}$)"
)
"""Words of praise before a thing that says enough by itself (具有全国影响力的); what tells things apart stays (具有出口资质的)."""
_SUM = re.compile(r"^总(?:投资|装机容量|装机|规模|面积|建筑面积|容量|里程|长度)$")
_EACH = re.compile(
    r"^(?:单[台套座条])?(?:年|日|设计|额定)?(?:处理|处置|生产|利用|供水|供热)?(?:能力|产能|规模|容量|功率|库容|面积)$"
)
"""What a second figure measures of each thing: 1条年处理能力20万吨的处理系统."""
_BUILT = re.compile(r"(?:建设|新建|建成|改造|配备|安装|引进)$")

_AT_LEAST = ("以上", "及以上", "以下", "及以下")


def counted(cell: Cell, right: str) -> tuple[str, int]:
    """The thing counted, and where it ends: ``right``, or the words behind a second figure.

    A comma in quotation marks is part of the name (以“甲，乙”为主题的示范区).
    A sum of the things (97台总装机容量209万千瓦火电机组, 12台90蒸吨锅炉) is left out; a size that each of them has
    at least (6座500平方米以上门诊楼) is part of the name.
    """
    text = cell.paragraph.text
    if right.count("“") > right.count("”") and (closing := text.find("”", cell.end, cell.sentence.end)) > 0:
        end = closing + len(re.split(r"[，。；（]", text[closing : cell.sentence.end])[0])
        if not re.search(r"\d", text[cell.end : end]):
            return right + text[cell.end : end], end
    figure = next((amount for amount in cell.sentence.amounts if amount.start == cell.end), None)
    rest = "" if figure is None else re.split(r"[，。；（）]", text[figure.end : cell.segment[1]])[0]
    if figure is not None and _EACH.match(right) and rest.startswith("的") and len(rest) > 3:
        return _ALSO.sub("", rest[1:]), figure.end + len(rest)
    if figure is not None and _BUILT.search(right) and len(right) > 2 and "/" in figure.unit and len(rest) > 3:
        return right + rest.removeprefix("的"), figure.end + len(rest)
    if (right and not _SUM.match(right)) or figure is None:
        return _PRAISE.sub("", _ALSO.sub("", right)), cell.end
    size = "" if right or not rest or figure.after not in _AT_LEAST else text[figure.start : figure.end]
    return size + _ALSO.sub("", rest.removeprefix("的")), figure.end + len(rest)


_NEXT = re.compile(r"[、和及]+[一-龥]{2,4}\d+(?P<unit>[个座家处条台套项])(?P<thing>[一-龥]{4,18})(?=[，。；（、]|$)")
"""A second count right behind the first, whose thing both share: 国控17个、|省控23个监测点位."""


def shared_behind(cell: Cell, noun: str) -> str:
    """What a count shares with the one behind it: 监测点位 for 国控17个 of 增设国控17个、省控23个监测点位; else ""."""
    found = _NEXT.match(cell.paragraph.text, cell.amount.end, cell.sentence.end) if len(noun) <= 4 else None
    return found["thing"] if found is not None and found["unit"] == cell.unit else ""


def shared_with(cell: Cell, thing: str, before: str) -> str:
    """The thing of a second count with its own attribute in front, where the first shares it; else ""."""
    own = cell.left.strip("、和及")
    alike = 2 <= len(own) <= 4 and len(thing) >= 4 and before.endswith(thing) and before != thing
    return own + thing if alike else ""


def is_shared(cell: Cell) -> bool:
    """Whether the count is the second of two that share their thing: 增设国控17个、省控23个监测点位."""
    text, at = cell.paragraph.text, cell.amount.start
    found = _FIRST.search(text, cell.segment[0], at)
    return found is not None and _NEXT.match(text, found.start("sign"), cell.sentence.end) is not None


_FIRST = re.compile(
    r"(?:增设|新设|设置|布设|新增|新建|建设)[一-龥]{2,4}\d+[个座家处条台套项](?P<sign>[、和及])[一-龥]{2,4}$"
)


def is_size(cell: Cell) -> bool:
    """Whether the amount is the size that each of the things before it has: 20家200张以上床位的养老院."""
    amounts = cell.sentence.amounts
    touches = any(other.end == cell.amount.start for other in amounts)
    return touches and cell.amount.after in _AT_LEAST


def done(thing: str) -> str:
    """The thing with what is done to it, which 的 joins to it: 完成1个数字乡村的验收 → 数字乡村验收; else ""."""
    act = _ACT_OF.search(thing)
    return thing[: act.start()] + act["act"] if act is not None else ""


def act_of_list(cell: Cell, noun: str) -> str:
    """What is done to each thing of a list, said behind its last: 完成2个示范区、10个示范镇、100个示范基地创建工作."""
    behind = cell.paragraph.text[cell.amount.end : cell.segment[1]]
    if not behind.startswith(noun + "、") or not re.search(r"、[^，。；]*\d", behind) or _ACT.search(noun):
        return ""
    act = re.search(rf"(?:的?综合)?{_ACT.pattern}", behind)
    return act.group().removeprefix("的") if act else ""


_NUMBERED = re.compile(r"^(?:（\d{1,2}）|[①-⑳])")
_PLACED = re.compile(
    r"^[，、]?(?P<place>[一-龥]{2,5}[省市州盟县旗])(?=新建|扩建|改建|新增|扩容|改造|建成|建设|完成|培育)"
)


def unplaced(words: str) -> str:
    """The words without a number and a place in front of the verb of doing: （1）东湖市|扩建变电站."""
    words = _NUMBERED.sub("", words)
    found = _PLACED.match(words)
    return words[found.end() :] if found is not None else words
