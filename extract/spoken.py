"""Targets whose amount stands in words (以词代数): 全覆盖, 零填埋, 全部采用…, 全面执行…标准."""

from __future__ import annotations

import re
from functools import cache

from extract import lexicon, metrics
from extract.cells import Cell
from extract.finding import Finding, Memory, make
from extract.model import Change


def word(cell: Cell, memory: Memory) -> Finding | None:
    """全覆盖、零增长、减半: a word of the closed list after its subject."""
    if cell.amount.form != "word":
        return None
    written = cell.paragraph.text[cell.amount.number : cell.amount.digits_end].replace("“", "")
    if (zone := _ZONE.search(cell.left)) is not None and written.startswith("零") and _IS_ZONE.match(text_after(cell)):
        return _zoned(cell, zone, written)
    subject = metrics.clean(re.sub(r"^做到|(?:实现|达到|做到|推进|基本|实施|落实)+[“‘]?$", "", cell.subject))
    subject = _OTHER_WORK.sub("", subject) if "增长" in written else subject
    subject = re.sub(r"^[\d一二两三四五六七八九十]+个(?=[一-龥])", "", subject)
    right = cell.right.lstrip("”’")
    if (act := _ACT.match(text_after(cell))) is not None and "覆盖" in written:
        return _acted(cell, memory, act["act"])
    if _ATTRIBUTE.match(text_after(cell)):
        return None
    scheme = re.search(r"(?:形成|构建|建立|健全|打造)", cell.left) and re.search(
        r"的?[^，。；]*(?:体系|格局|机制|网络|制度)$", re.split(r"[，。；]", text_after(cell))[0]
    )
    last = memory.last if memory.listed else None
    if not subject and last is not None and "覆盖" in written and metrics.has_share(last.metric):
        return make(cell, last.metric, "level", "word", 0.85, noun=last.noun)
    if not subject and last is not None and "番" in written:
        return make(cell, last.metric, "level", "word", 0.8, noun=last.noun)
    if not subject and "覆盖" in written and (task := _TASK.search(memory.words)) is not None:
        subject = metrics.clean(task["what"])
    if (
        len(subject) < 2
        or scheme
        or (right and not right.startswith(("，", "。", "；", "、", "和", "及", "）", "并", "以及", "行动", "全")))
    ):
        return None
    subject = _REACHING.sub("", re.sub(r"趋(?:于|近|向)?$|接近$", "", subject))
    noun = {"覆": "覆盖率", "填": "填埋率", "直": "直排率", "增": "增长率"}.get(
        written[1 if written.startswith("零") else -2], ""
    )
    if "覆盖" in written:
        noun = "覆盖率"
    change: Change = cell.amount.implied or "level"  # type: ignore[assignment]
    if written in ("零增长", "负增长"):
        noun = "使用量" if not metrics.has_noun(subject) else ""
    name = subject if metrics.has_noun(subject) and noun == "" else subject + noun
    return make(cell, name, change, "word", 0.85, noun=subject)


_ZONE = re.compile(
    r"(?:全面|基本|逐步|率先|全部|均|须|应)*(?:建设|建成|创建|打造|创成|实现)(?:成|为)?[“‘]?(?P<what>污水|废水|雨污)?$"
)
_IS_ZONE = re.compile(r"区[”’]?(?:[，。；]|$)")
_OTHER_WORK = re.compile(r"^.*(?:建设|治理|利用|防治|改造|推广|保护|监测)(?:和|与|以及|及)(?=[一-龥、]{2,}$)")
"""Another work before what is not to grow: 示范片建设和|化肥、农药零增长."""


def _zoned(cell: Cell, zone: re.Match[str], written: str) -> Finding | None:
    """工业园区全面建成“污水零直排区” → 工业园区污水直排率 0 %."""
    who = metrics.clean(cell.left[: zone.start()])
    if len(who) < 3:
        return None
    name = f"{who}{zone['what'] or '污水'}{written.removeprefix('零')}率"
    return make(cell, name, "level", "word", 0.8, end=cell.amount.end + 1, noun=who)


_ACT = re.compile(
    r"^[”’]?(?:的)?(?P<act>(?:检查|监测|监管|排查|巡查|监督|执法|抽查|检测|培训|评估|登记|普查|走访|监控|审计|督查|督导|体检|筛查|摸排|检验|整治|巡护|安检|采集|探访|核查|调查)+)(?=[，。；、]|并|和|$)"
)
"""What is done to all of a group: 对校车开展全覆盖|检查."""
_ATTRIBUTE = re.compile(
    r"^[”’]?(?:、[^，。；、]{2,8})+的?[^，。；]{0,10}(?:理念|格局|模式|原则|思路|体系|机制|要求|思维|网络|做法|经验)(?:[，。；]|$)"
)
"""全覆盖 among the words that describe an idea or a system: 树立全覆盖、全过程的管理理念."""
_FOR = re.compile(r"^(?:要|应|须|将|定期|分批|每年|依法|切实)*(?:对|为|面向|针对|在)")


_DIRECT = re.compile(r"(?:实现|确保|做到|开展|实施|推进)(?:[^，。；]*对)?(?P<whom>[^，。；“”]{2,24}?)的?$")
_MANNER = re.compile(
    r"^(?:定期|常态化?|集中|专项|统一|依法|分批|分级|年度|季度|第?[一二三四]轮)*$|“|[开实进推][展施行进]$"
)


def _acted(cell: Cell, memory: Memory, act: str) -> Finding | None:
    """对校车、食堂开展全覆盖检查 → 校车、食堂检查覆盖率."""
    direct = _DIRECT.search(cell.left)
    if direct is not None and not _MANNER.search(direct["whom"]):
        start, name = cell.start + direct.start("whom"), metrics.clean(direct["whom"])
        return make(
            cell, f"{name}{act}覆盖率", "level", "word", 0.8, start=start, end=cell.amount.end + len(act), noun=name
        )
    if re.search(r"(?:开展|实现|实施|进行|确保|做到|组织|完成|落实|推进)[“‘]?$", cell.left) is None:
        return None
    low, mask = cell.segment[0], cell.paragraph.mask
    whom = re.sub(
        r"(?:力争|逐步|基本|全面|依法|定期|分批)*(?:开展|实现|实施|进行|确保|做到|组织|完成|落实|推进)[“‘]?$",
        "",
        metrics.plain(cell.paragraph.text, mask, low, cell.amount.start),
    )
    whom = metrics.clean(_FOR.sub("", whom))
    if not 2 <= len(whom) <= 30:
        return None
    return make(cell, f"{whom}{act}覆盖率", "level", "word", 0.8, start=low, end=cell.amount.end + len(act), noun=whom)


_TASK = re.compile(
    r"(?:^|[，；])(?:继续|持续|加快|全面|积极|有序|深入|严格)*(?:推进|推动|开展|实施|完成|做好|落实|加强|规范|加快|严格|强化)?"
    r"(?P<what>[^，。；]{3,30}(?:编制|建设|安装|改造|普查|登记|核发|监管|监测|执法|服务|供应|收集|收运|处理|处置|审批|配送|培训|申报|审计|检测|整治|治理))$"
)
"""A work in the clause before, of which the next one says that it reaches everything: 推进预案编制，确保实现全覆盖."""
_REACHING = re.compile(r"(?<=[一-龥）\d][一-龥）])(?:力争|争取|率先|基本|逐步|全面|将)*实现(?=[一-龥“（]{2})")


def text_after(cell: Cell) -> str:
    """The words behind the amount up to the end of its sentence."""
    return cell.paragraph.text[cell.amount.end : cell.sentence.end]


@cache
def _members() -> re.Pattern[str]:
    return re.compile(rf"(?:{lexicon.alternation(lexicon.words('wholes', 'members'))})(?P<what>.+)$")


_ALSO_DONE = re.compile(
    r"^(?:、|并|和)(?:使用|运行|联网)、?|(?:和|并|且|、)(?:实施|开展|正常|稳定|与|联网|实现|完成|进行|确保|接入).*$"
    r"|(?<=方式)进行(?=[一-龥]{2}$)"
)
"""A second thing done with what is installed: 安装监测设施并正常运行; and an empty verb: 采用装配式方式进行建造."""
_UNDONE = re.compile(r"^(?P<verb>消除|淘汰|关停|取缔|拆除|清除|退出|关闭)(?P<what>[^，。；]{3,})$")


def _members_do(words: str) -> bool:
    """Whether the words name a group and what it does (村庄完成规划编制), and no work that is done to it."""
    return words.startswith(lexicon.words("wholes", "groups"))


_MADE = re.compile(r"[一-龥]{2,8}化$")
"""What all of a thing is made into: 实现全部绿色铝合金化."""
_REACHES = re.compile(
    r"(?:应|要|须|将|总体|基本|逐步|力争|实现|能够|可|拓展|扩展|延伸|推广)*(?P<how>覆盖|涵盖|惠及)(?:到)?$"
)


def _reached(cell: Cell, memory: Memory, reach: re.Match[str]) -> Finding | None:
    """法律顾问服务覆盖全部乡镇: how many of a group something reaches."""
    low, mask = cell.start, cell.paragraph.mask
    who = metrics.clean(metrics.plain(cell.paragraph.text, mask, low, low + reach.start()))
    who = who or _OBJECT.sub("", metrics.clean(memory.words))
    group = re.split(r"[，。；]", text_after(cell))[0]
    if not 2 <= len(who) <= 24 or not 2 <= len(group) <= 24:
        return None
    name = f"{who}{reach['how']}{group}比例"
    return make(cell, name, "level", "every", 0.75, end=cell.amount.end + len(group), noun=group)


_OBJECT = re.compile(r"^(?:制定|修订|编制|完善|建立|健全|推广|推行|开展|实施|优化|加强|建设)+(?=.{2})")


def every(cell: Cell, memory: Memory) -> Finding | None:
    """公共建筑全部采用…, 城镇新建建筑全面执行…标准, 实现全量回收: the whole of a group does something."""
    if cell.amount.form != "whole":
        return None
    text, word_ = cell.paragraph.text, cell.paragraph.text[cell.amount.number : cell.amount.digits_end]
    subject = metrics.clean(
        cell.subject if not cell.sense else metrics.plain(text, cell.paragraph.mask, cell.start, cell.subject_end)
    )
    if not subject and not cell.left and text[cell.start - 1 : cell.start] == "）":
        opening = text.rfind("（", cell.segment[0], cell.start)
        subject = metrics.clean(
            metrics.plain(text, cell.paragraph.mask, cell.segment[0], max(opening, cell.segment[0]))
        )
    right = re.split(r"[，。；（]", cell.right or text_after(cell))[0]
    if (reach := _REACHES.search(cell.left)) is not None:
        return _reached(cell, memory, reach)
    if text[cell.amount.number - 1 : cell.amount.number] == "到":
        return make(cell, re.sub(r"(?:由|从)$", "", subject), "level", "every", 0.7, end=cell.end) if subject else None
    if not subject and word_ == "全部" and not cell.left.strip("，、Ⓣ") and _members_do(right):
        return make(cell, right + "比例", "level", "every", 0.75, end=cell.amount.end + len(right), noun=right)
    undone = _UNDONE.match(right) if len(subject) < 2 else None
    if undone is not None:
        name = metrics.clean(undone["what"]) + undone["verb"] + "比例"
        return make(cell, name, "level", "every", 0.75, end=cell.amount.end + len(right), noun=undone["what"])
    if len(subject) < 2 and _MADE.match(right):
        return make(cell, right + "率", "level", "every", 0.75, end=cell.amount.end + len(right), noun=right)
    if len(subject) < 2 or subject.startswith("的"):
        words = metrics.clean(re.sub(r"(?<=..)(?:纳入|列入|列为)[^，]*$", "", memory.words))
        if not words and memory.listed and memory.last is not None and memory.last.rule == "every":
            words = memory.last.noun
        if words.endswith("力度") and word_.startswith("全面"):
            return make(cell, word_[2:] + right + "比例", "level", "every", 0.7, end=cell.amount.end + len(right) - 2)
        subject = words + subject if words else subject
    if len(subject) < 2 or not right:
        return None
    if word_.startswith("全面"):
        right = word_[2:] + right
    member = _members().match(right)
    name = f"{subject}中{_ALSO_DONE.sub('', member['what'])}占比" if member else f"{subject}{right}比例"
    if word_ == "全量":
        name = subject + right + "率"
    return make(
        cell,
        name,
        "level",
        "every",
        0.8,
        end=cell.amount.end + len(right) - (2 if word_.startswith("全面") else 0),
        noun=subject,
    )
