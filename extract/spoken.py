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
    subject = metrics.clean(re.sub(r"^做到|(?:实现|达到|做到|推进|基本)+[“‘]?$", "", cell.subject))
    subject = re.sub(r"^[\d一二两三四五六七八九十]+个(?=[一-龥])", "", subject)
    right = cell.right.lstrip("”’")
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
    right = re.split(r"[，。；（]", cell.right)[0]
    if text[cell.amount.number - 1 : cell.amount.number] == "到":
        return make(cell, re.sub(r"(?:由|从)$", "", subject), "level", "every", 0.7, end=cell.end) if subject else None
    if not subject and word_ == "全部" and not cell.left.strip("，、Ⓣ") and _members_do(right):
        return make(cell, right + "比例", "level", "every", 0.75, end=cell.amount.end + len(right), noun=right)
    undone = _UNDONE.match(right) if len(subject) < 2 else None
    if undone is not None:
        name = metrics.clean(undone["what"]) + undone["verb"] + "比例"
        return make(cell, name, "level", "every", 0.75, end=cell.amount.end + len(right), noun=undone["what"])
    if len(subject) < 2 or subject.startswith("的"):
        words = metrics.clean(re.sub(r"(?<=..)(?:纳入|列入|列为)[^，]*$", "", memory.words))
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
