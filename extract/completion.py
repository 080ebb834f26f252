"""Names that say too little by themselves (指标名补全): 净宽度, 其他建筑, 占总装机的比重 take up the words before them."""

from __future__ import annotations

import re

from extract import metrics
from extract.cells import Cell
from extract.finding import Finding, Memory, keeps

_GROUP = re.compile(
    r"(?:地区|城区|城市|县城|农村|乡村|城镇|乡镇|流域|片区|领域|行业|企业|建筑|园区|经济圈|学校|机关|省|市|县|区|类型?|项目|机组|车辆|船舶|码头)$"
)
GENERIC = re.compile(
    r"^(?:最高|最低|平均|总|净|年|其|单位|新增|人均|累计|建设|改造|安装)?(?:宽度|长度|面积|规模|产值|数量|投资|容量|变电容量|比例|占比|比重|产量|能力|总量|"
    r"装机|装机容量|装机规模|密度|高度|层数|率|水平|总投资|线路长度|线路)?(?:面积|规模|数量|长度)?$"
)


def completed(name: str, subject: str, cell: Cell, memory: Memory) -> str:
    """A name that says too little takes up the words before it: 净宽度 of the corridor, 其他建筑 of the same share."""
    last = memory.last
    if last is not None and memory.listed and cell.unit == "%" and not metrics.has_noun(subject) and _is_share(last):
        return name + _indicator(last.metric, subject)
    if GENERIC.match(subject):
        if memory.listed and last is not None and last.rule in ("added", "counted"):
            return (last.verb if last.verb in keeps() else "") + name
        inside = cell.paragraph.text[cell.start - 1 : cell.start] == "（" and memory.listed and last is not None
        topic = last.noun if inside and last is not None else topic_of(memory)
        if topic and not topic.endswith(subject):
            return topic + name
    return name


def _is_share(last: Finding) -> bool:
    """Whether the finding before is a percentage of something that its name says."""
    shares = last.rule in ("level", "fraction", "whole") and last.amount is not None and last.amount.unit == "%"
    return shares and metrics.has_noun(last.metric)


def _indicator(metric: str, subject: str) -> str:
    """What the metric says of its subject: behind the word that both subjects end in, else its last few characters."""
    place = metric.rfind(subject[-2:])
    if 0 <= place < len(metric) - 3:
        return metric[place + 2 :]
    match = re.search(r"(?:[一-龥]{0,4}(?:率|比例|比重|占比))$", metric)
    return match.group() if match and _GROUP.search(subject) else ""


def topic_of(memory: Memory) -> str:
    """What the words before are about: the last finding's noun, or the subject of a segment without an amount."""
    if memory.words:
        doing = re.search(r".*(?:推进|推动|加快|实施|开展|加强|发展)(?P<what>[^，]{2,})$", memory.words)
        if doing and len(metrics.clean(memory.words)) > 12:
            return metrics.clean(doing["what"])
        subject = re.split(r"(?:应当?|要|需|须|可|将|以|达到|与)(?=[^，]{2})", memory.words)[0]
        return metrics.clean(subject) if 2 <= len(metrics.clean(subject)) <= 20 else ""
    return memory.last.noun if memory.last is not None else ""


def after_retrofit(cell: Cell, memory: Memory) -> str:
    """What was retrofitted (改造后整体能效提升): the subject before, or the words of the sentence that speak of 改造."""
    if memory.listed and memory.last is not None:
        return memory.last.noun
    words = cell.paragraph.text[cell.sentence.start : cell.segment[0]]
    found = re.findall(r"([^，；。]{2,24}?)改造", words)
    return metrics.clean(re.split(r"推进|开展|实施|加强|推动|加快", found[-1])[-1]) if found else ""


def of_share(name: str, memory: Memory, cell: Cell) -> str:
    """占总装机的比重 takes its subject from the finding before."""
    if name.startswith("占") and memory.last is not None and memory.last.noun:
        return memory.last.noun + name
    if memory.last is not None and re.match(
        r"^(?:该|此|上述|这一)(?:比例|比重|指标|数值|占比|数量|规模|面积)?(?:数量|面积|规模)?$", name
    ):
        return memory.last.metric
    return name
