"""Names that say too little by themselves (指标名补全): 净宽度, 其他建筑, 占总装机的比重 take up the words before them."""

from __future__ import annotations

import re

from extract import metrics, pipeline
from extract.cells import Cell
from extract.finding import Finding, Memory, keeps
from extract.owners import is_generic, joined, owned, per_same, treated

_GROUP = re.compile(
    r"(?:地区|城区|城市|县城|农村|乡村|城镇|乡镇|流域|片区|领域|行业|企业|建筑|园区|经济圈|学校|机关|省|市|县|区|类型?|项目|机组|车辆|船舶|码头|镇|村|街道|社区|小区|县（市）|县（市、区）|市（县）)$"
)
GENERIC = re.compile(
    r"^(?:最高|最低|平均|总|净|年|其|单位|新增|人均|累计|建设|改造|安装|在建|治理|占地|处理|转运|执行|修复|设计|供应)?(?:宽度|长度|全长|总长|面积|规模|产值|数量|投资|容量|变电容量|比例|占比|比重|产量|能力|总量|"
    r"装机|装机容量|装机规模|密度|高度|层数|率|水平|总投资|线路长度|线路|里程|产量|客流量)?(?:面积|规模|数量|长度)?$"
)


_STANDARD = re.compile(
    r"^(?P<who>[^，]{2,}?)(?:在全[国省市区]|率先|全面|严格|强制)*执行(?P<what>[^，]{2,}(?:标准|规范|要求))$"
)
"""新建居住建筑率先执行…标准，执行比例达到100%."""
_RATE = re.compile(
    r"^(?:[日旬月季年]均?[、和及]?)*"
    r"(?P<done>(?:综合|回收|资源化)?利用|覆盖|回收|达标|处置|处理|治理|合格|完好|普及|保障|水质达标|满足)(?:率|程度)$"
)
_WHOLE = re.compile(
    r"(?:的)?(?:(?:规范化|标准化)建设|体系|机制|制度|网络|工作|设施|使用量|用量|面积|数量|总量|规模|产量)$"
)


def _rate_of(name: str, memory: Memory) -> str:
    """A bare 回收率 or 利用率 with its thing: of the clause before, or of the finding that it stands behind."""
    rate = _RATE.match(name)
    last = memory.last if memory.listed else None
    if rate is None or (last is not None and last.noun and metrics.has_share(last.noun)):
        return ""
    topic = last.noun if last is not None else told(memory) or metrics.clean(memory.words)
    stem = _WHOLE.sub("", topic)
    place = stem.find(rate["done"])
    stem = stem[:place] if place > 1 else stem
    return stem + name if 2 <= len(stem) <= 20 and "，" not in stem else ""


def completed(name: str, subject: str, cell: Cell, memory: Memory) -> str:
    """A name that says too little takes up the words before it: 净宽度 of the corridor, 其他建筑 of the same share."""
    last = memory.last
    if subject == "执行比例" and (standard := _STANDARD.match(memory.words)) is not None:
        return f"{metrics.clean(standard['who'])}执行{standard['what']}比例"
    if cell.unit == "%" and (rate := _rate_of(subject, memory)):
        return rate
    if last is not None and memory.listed and cell.unit == "%" and not metrics.has_noun(subject) and _is_share(last):
        return name + _indicator(last.metric, subject)
    if last is not None and memory.listed and cell.unit == "%" and (same := _sibling(subject, last.metric)):
        return same
    if GENERIC.match(subject):
        bare = last is not None and memory.listed and (GENERIC.match(last.metric) or is_generic(last.metric))
        if bare and name.startswith("总"):
            return joined(memory.label, name) if memory.label else name
        if memory.listed and last is not None and last.noun and name.startswith(("总", "累计")):
            return joined(re.sub(r"新增|新建|净增", "", last.metric), name)
        other = last is not None and last.amount is not None and last.amount.unit != cell.unit and last.noun
        if (
            memory.listed
            and last is not None
            and other
            and not metrics.has_noun(last.noun)
            and last.rule in ("added", "counted")
        ):
            return joined(last.noun, name)
        if memory.listed and last is not None and last.rule in ("added", "counted"):
            return (last.verb if last.verb in keeps() else "") + name
        inside = cell.paragraph.text[cell.start - 1 : cell.start] == "（" and memory.listed and last is not None
        topic = last.noun if inside and last is not None else topic_of(memory)
        if topic and not topic.endswith(subject) and not GENERIC.match(topic):
            return joined(topic, name)
        return name
    if (shared := per_same(name, cell, memory)) != name:
        return shared
    return owned(name, subject, cell, memory)


_QUALITY = re.compile(
    r"(?:(?:快速|稳步|持续|不断|进一步|显著|明显|大幅|逐步|有效|平稳|合理|全面|较快|稳定)*"
    r"(?:提升|提高|增加|增长|扩大|优化|改善|下降|降低|减少|增强|上升|改进|推进)|稳中有[升降进增]|稳中向好|保持(?:稳定|合理水平))$"
)
_FULFILLED = re.compile(
    r"^(?P<name>.+?)(?:(?:下降|降低|减少|提高|增长|削减)(?:幅度|比例|率)?)?(?:完成|达到|满足|落实)[^，。；]*(?:目标|任务|要求|水平|指标)$"
)


def told(memory: Memory) -> str:
    """The indicator that the words before state without a figure (天然气产量快速增长，…达到): its name, "" when none is."""
    words = metrics.clean(memory.words)
    quality, fulfilled = _QUALITY.search(words), _FULFILLED.match(words)
    name = words[: quality.start()] if quality else fulfilled["name"] if fulfilled else ""
    name = metrics.clean(name)
    return name if len(name) >= 3 and metrics.has_noun(name) else ""


_HAS = re.compile(r"(?<=..)(?:具有|取得|持有|具备|获得)")


def of_same(subject: str, memory: Memory) -> str:
    """取得专业学位 behind 执法人员具有大专以上学历 is said of the same people: 执法人员取得专业学位."""
    last = memory.last if memory.listed else None
    has = _HAS.search(last.noun) if last is not None else None
    alike = has is not None and re.match(r"具有|取得|持有|具备|获得", subject) is not None
    return last.noun[: has.start()] + subject if alike and last is not None and has is not None else subject


def _is_share(last: Finding) -> bool:
    """Whether the finding before is a percentage of something that its name says."""
    shares = last.rule in ("level", "fraction", "whole") and last.amount is not None and last.amount.unit == "%"
    return shares and metrics.has_noun(last.metric)


_DONE_RATE = re.compile(
    r"(?:无害化|资源化|综合|集中|安全|有效|规范化)+(?:处理|处置|利用|收集|治理|达标|覆盖|普及|回收|合格)率$"
)


_BOTH = re.compile(
    r"^(?:[、和及与][一-龥]{2,7}?(?:城市|地区|流域|区域|市(?=市政)|[市区县州盟镇乡村](?![市政区县]))(?=[一-龥]{2}))+"
)
"""The other members of the group that a share is first said of: 省会城市|和计划单列市|管网监测率."""


def _indicator(metric: str, subject: str) -> str:
    """What the metric says of its subject: behind the word that both subjects end in, else its last few characters."""
    place = metric.rfind(subject[-2:])
    if 0 <= place < len(metric) - 3:
        return _BOTH.sub("", metric[place + 2 :])
    match = re.search(r"(?:[一-龥]{0,4}(?:率|比例|比重|占比))$", metric)
    if match is None or not (_GROUP.search(subject) or subject.startswith(("其他", "其余"))):
        return ""
    if (done := _DONE_RATE.search(metric)) is not None:
        return done.group()
    starts = [len(metric)]
    for word in reversed(pipeline.words(metric)):
        starts.append(starts[-1] - len(word))
    whole = [place for place in starts if place <= match.start()]
    return metric[max(whole) :] if whole and match.start() - max(whole) <= 2 else match.group()


def _sibling(subject: str, metric: str) -> str:
    """陆域面积占国土面积比例, then 海域: the same share of the other part; "" when the subject is no such word."""
    if len(subject) != 2 or not metrics.has_share(metric):
        return ""
    for place in range(len(metric) - 2):
        part = metric[place : place + 2]
        if part[1] == subject[1] and part != subject and part[1] in "域镇村区县市州性期季产业":
            return metric[:place] + subject + metric[place + 2 :]
    return ""


def topic_of(memory: Memory) -> str:
    """What the words before are about: the last finding's noun, or the subject of a segment without an amount."""
    if memory.words:
        if done_to := treated(memory.words):
            return done_to
        doing = re.search(
            r".*(?:推进|推动|加快|实施|开展|加强|发展|(?:^|(?<=[内市县区理]))(?:建设|配置))(?P<what>[^，]{2,})$",
            memory.words,
        )
        if doing and len(metrics.clean(memory.words)) > 12:
            return metrics.clean(doing["what"])
        subject = metrics.clean(
            re.split(r"(?:包括|包含|主要|应当?|(?<![主必需])要|需|须|可|将|以|达到|与)(?=[^，]{2})", memory.words)[0]
        )
        if is_generic(subject) or GENERIC.match(subject):
            return memory.label
        subject = _DOING.sub("", subject) if subject.startswith(("发展", "壮大", "扩大", "做强")) else subject
        return subject if 2 <= len(subject) <= 20 else ""
    return memory.last.noun if memory.last is not None else memory.label


_LABEL = re.compile(r"^(?:\d{1,2}[.．、]|（\d{1,2}）|[①-⑳●•■◆])?(?P<label>[一-龥“”（）]{3,16})[：:。]")
_HEADING = re.compile(r"(?:^|[.．、）节章条\s])(?P<label>[一-龥“”]{3,12})$")
_LABEL_END = re.compile(
    r"(?:有序|稳步|加快|合理|科学|高效|综合|大力|积极)*(?:发展|建设|开发|推进|利用|治理|整治|改造|修复|保护|提升|项目|工程|行动|任务|计划)+$"
)


def label_of(text: str, titles: str) -> str:
    """What a paragraph is about, by the words at its head (3.生物质能有序发展：…) or by its heading, which must speak of
    doing something about it (大力发展风电, 风电开发); without the words for doing it."""
    found, heading = _LABEL.match(text), _HEADING.search(titles)
    words = metrics.clean(found["label"]) if found else heading["label"] if heading else ""
    about = _LABEL_END.sub("", _DOING.sub("", words))
    return about if found or about != words else ""


_DOING = re.compile(
    r"^(?:积极|大力|加快|重点|有序|稳步|全面|深入)*(?:发展|壮大|扩大|做强|推进|推动|建设|开发|实施|开展|布局)"
)


def after_retrofit(cell: Cell, memory: Memory) -> str:
    """What was retrofitted (改造后整体能效提升): the subject before, or the words of the sentence that speak of 改造."""
    if memory.listed and memory.last is not None:
        return memory.last.noun
    words = cell.paragraph.text[cell.sentence.start : cell.segment[0]]
    found = re.findall(r"([^，；。]{2,24}?)改造", words)
    return metrics.clean(re.split(r"推进|开展|实施|加强|推动|加快", found[-1])[-1]) if found else ""


def of_share(name: str, memory: Memory, cell: Cell) -> str:
    """占总装机的比重 takes its subject from the finding before."""
    if name.startswith("占") and (stated := told(memory)):
        return stated + name
    if name.startswith("占") and memory.last is not None and memory.last.noun:
        return memory.last.noun + name
    if memory.last is not None and re.match(
        r"^(?:该|此|上述|这一)(?:比例|比重|指标|数值|占比|数量|规模|面积)?(?:数量|面积|规模)?$", name
    ):
        return memory.last.metric
    return name
