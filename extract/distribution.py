"""Lists that go together member by member (分别): years with values, subjects with values, or one value for each year."""

from __future__ import annotations

import re
from dataclasses import replace

from extract import indicators, lexicon, metrics, pipeline, scope
from extract.cells import Cell
from extract.finding import Finding, Memory
from extract.model import Change
from extract.quantities import Amount
from extract.sentence import Paragraph, Sentence

_JOIN = re.compile(r"^(?:左右|以上)?(?:、|，|和|及|以及|与|；)$")
_EACH = re.compile(r"分别|(?<=[一-龥])各(?=约?\d)")
_BREADTH = re.compile(r"(?:每[五三两]年|年均)?(?P<how>降低|下降|减少|削减|提高|提升|增长)幅度$")
"""A change told as a noun: 人均用水量每五年降低幅度分别不少于6%."""
_GROUPS = "中心城区|主城区|城区|县城|城市|建制镇|重点镇|乡镇|城镇|农村|乡村|地级市|设区市|县级市|市县|居住建筑|公共建筑"
_GROUP_END = re.compile(rf"(?:{_GROUPS}|地区|流域|领域|行业)$")
_NOUNS_TAIL = re.compile(
    r"(?:率|比例|比重|占比|总量|数量|量|强度|浓度|面积|能耗|水耗|排放|规模|容量|投资|能力|产值|里程|长度|煤耗|密度|指数|数|消耗|消费|消耗量|用水|用能|用电|产出率|增加值|收入|余额)$"
)


def read(
    paragraph: Paragraph, sentence: Sentence, cells: tuple[Cell, ...], memory: Memory
) -> tuple[list[Finding], set[int]]:
    """The findings of the sentence's 分别 lists, and the positions of the cells that they use up."""
    findings: list[Finding] = []
    used: set[int] = set()
    text = paragraph.text
    for match in _EACH.finditer(text, sentence.start, sentence.end):
        at = match.start()
        group = _values(paragraph, cells, at)
        if not group or used & set(group):
            continue
        if match.group() == "各" and len(group) < 2:
            continue
        made = _distribute(paragraph, sentence, [cells[place] for place in group], at, memory)
        if made:
            findings.extend(made)
            used.update(group)
    return findings, used


def _values(paragraph: Paragraph, cells: tuple[Cell, ...], at: int) -> list[int]:
    """The cells of the amounts that follow 分别, joined by 、 or 和."""
    group: list[int] = []
    for place, cell in enumerate(cells):
        if cell.amount.start < at:
            continue
        between = paragraph.text[(cells[group[-1]].amount.end if group else at) : cell.amount.start]
        if not group:
            if re.search(r"[，。；]", between) or len(between) > 24:
                return []
            group.append(place)
        elif _JOIN.match(between):
            group.append(place)
        else:
            break
    return group


def _distribute(paragraph: Paragraph, sentence: Sentence, cells: list[Cell], at: int, memory: Memory) -> list[Finding]:
    first = cells[0]
    start = _start_of_subject(paragraph, sentence, first, at)
    raw, each = metrics.per_each(metrics.plain(paragraph.text, paragraph.mask, start, at))
    change, verb_end = _sense(first)
    if (moved := _BREADTH.search(raw)) is not None:
        raw, change = raw[: moved.start()], "decrease" if moved["how"] in "降低下降减少削减" else "increase"
    years = _listed_years(paragraph, sentence, at)
    every = _every_year(sentence, at, len(cells))
    amounts = _shared_bounds([cell.amount for cell in cells])
    if len(years) == len(cells) > 1 or (len(years) > 1 and len(cells) == 1):
        subject = (
            metrics.clean(raw)
            or metrics.clean(paragraph.text[verb_end : first.amount.start])
            or (memory.last.metric if memory.last else "")
        )
        if not metrics.clean(raw):
            subject = metrics.clean(
                re.sub(r"^分别", "", metrics.plain(paragraph.text, paragraph.mask, at, first.amount.start))
            )
            subject = re.sub(r"^(?:新增|力争|达到|实现|完成|新建)+", "", subject)
        values = amounts if len(amounts) > 1 else amounts * len(years)
        return [
            _finding(
                paragraph,
                start,
                cells[min(i, len(cells) - 1)],
                value,
                metrics.measured(subject, value.unit),
                change,
                place,
            )
            for i, (place, value) in enumerate(zip(years, values, strict=True))
        ]
    if every and len(cells) > 2:
        subject = metrics.clean(raw) or (memory.last.metric if memory.last else "")
        return [
            replace(
                _finding(paragraph, start, cell, value, metrics.measured(subject, value.unit), change, None), year=year
            )
            for cell, value, year in zip(cells, amounts, every, strict=True)
        ]
    subjects = _subjects(raw, len(cells), memory) or _of_groups(paragraph, sentence, raw, len(cells), at)
    if len(subjects) != len(cells) or len(cells) < 2:
        return []
    memory.dimension = tuple(subjects)
    if all(cell.unit == "%" for cell in cells):
        subjects = [name if indicators.canonical(name) else metrics.shared(name) for name in subjects]
    subjects = [each + name for name in subjects]
    places = [scope.place_at_head(name) for name in subjects]
    if not all(places) or len(set(places)) < len(places):
        places = [""] * len(places)
    return [
        replace(_finding(paragraph, start, cell, value, metrics.measured(name, value.unit), change, None), where=where)
        for cell, value, name, where in zip(cells, amounts, subjects, places, strict=True)
    ]


def _of_groups(paragraph: Paragraph, sentence: Sentence, raw: str, count: int, at: int) -> list[str]:
    """One indicator for groups that a clause before lists: 城区、县城…，污泥处置率分别达到90%、85% → one each."""
    name = metrics.clean(raw)
    if count < 2 or not metrics.has_noun(name) or len(metrics.split_subjects(name)) > 1:
        return []
    listed = re.compile(rf"(?:{_GROUPS})(?:[、和及与](?:{_GROUPS})){{{count - 1}}}(?![、和及与])")
    found = list(listed.finditer(paragraph.text, sentence.start, at))
    return [group + name for group in re.split("[、和及与]", found[-1].group())] if found else []


def _start_of_subject(paragraph: Paragraph, sentence: Sentence, first: Cell, at: int) -> int:
    """The subjects begin with the segment, or with the one before where 分别 opens its own segment."""
    for low, high in sentence.segments:
        if low <= at < high:
            own = metrics.clean(metrics.plain(paragraph.text, paragraph.mask, low, at))
            behind = metrics.clean(paragraph.text[at : first.subject_end].removeprefix("分别").removeprefix("各"))
            if own or len(behind) > 3 or low == sentence.segments[0][0]:
                return low
            previous = [segment for segment in sentence.segments if segment[1] < low + 1 and segment[0] < low]
            return previous[-1][0] if previous else low
    return first.start


def _sense(cell: Cell) -> tuple[Change, int]:
    new = re.search(
        r"分别(?:新增|新建|净增|增加|改造|建成|完成)", cell.paragraph.text[cell.segment[0] : cell.amount.start]
    )
    return (cell.sense or "level") if not new or cell.unit == "%" else "increase", cell.subject_end


def _listed_years(paragraph: Paragraph, sentence: Sentence, at: int) -> list[int]:
    """The places of the time phrases listed side by side before 分别."""
    times = [time for time in sentence.times if time.use == "deadline" and time.start < at]
    group = times[-1:]
    for time in reversed(times[:-1]):
        if re.fullmatch(r"[、和及，与]|以及", paragraph.text[time.end : group[0].start]):
            group.insert(0, time)
        else:
            break
    return [time.start for time in group] if len(group) > 1 else []


def _every_year(sentence: Sentence, at: int, count: int) -> list[int]:
    """The single years of a range that has as many years as there are values: 2022至2025年…分别达到80%、90%、95%、100%."""
    times = [time for time in sentence.times if time.use == "deadline" and time.start < at and time.start_year]
    if times and times[-1].start_year and times[-1].end_year - times[-1].start_year + 1 == count:
        return list(range(times[-1].start_year, times[-1].end_year + 1))
    return []


def _shared_bounds(amounts: list[Amount]) -> list[Amount]:
    """左右 and 以上 behind the list, 约 and 不低于 before it hold for every member, as does the last unit: 10、12.5%以上."""
    last, first = amounts[-1], amounts[0]
    shared = []
    for amount in amounts:
        plain = not amount.before and not amount.after and amount.low == amount.high
        if plain and last.after and amount is not last:
            amount = _as(amount, last)
        elif plain and first.before and not first.after and amount is not first:
            amount = _as(amount, first)
        if last.unit and (not amount.unit or (amount.unit == "个" and last.unit == "个百分点")):
            amount = replace(amount, unit=last.unit)
        shared.append(amount)
    return shared


def _as(amount: Amount, model: Amount) -> Amount:
    return replace(
        amount,
        low=amount.low if model.low is not None else None,
        high=amount.high if model.high is not None else None,
        low_included=model.low_included,
        high_included=model.high_included,
        approximate=model.approximate,
    )


def _subjects(raw: str, count: int, memory: Memory) -> list[str]:
    """The subjects that go with the values, each with the words they share; [] when the numbers do not match."""
    name = metrics.clean(re.sub(r"(?:同比|均|也)$", "", raw))
    parts = [part for part in metrics.split_subjects(name) if part]
    if len(parts) == 1 and len(memory.dimension) == count and parts[0] and count > 1:
        return [_swap_head(whole, parts[0]) for whole in memory.dimension]
    if len(parts) > count and len(by_mark := [part for part in name.split("、") if part]) == count:
        parts = by_mark
    if len(parts) > count:
        parts = _merge(parts, count)
    if len(parts) != count:
        return []
    parts = _with_places(parts)
    substance = parts[0] in lexicon.words("cues", "substances")
    if (substance or not _NOUNS_TAIL.search(parts[0])) and _NOUNS_TAIL.search(parts[-1]):
        tail = _shared_tail(parts)
        parts = [part if part.endswith(tail) else part + tail for part in parts]
    elif _NOUNS_TAIL.search(parts[0]):
        prefix = _shared_prefix(parts)
        parts = [parts[0]] + [prefix + part for part in parts[1:]]
    return [metrics.clean(part) for part in parts]


def _with_places(parts: list[str]) -> list[str]:
    """Places before one thing (阿坝州、甘孜州光伏项目): each place with the thing."""
    last = scope.place_at_head(parts[-1])
    if len(parts) < 2 or not last or last == parts[-1]:
        return parts
    first = re.sub(r"^(?:建成|建设|新建|完成|实施)", "", parts[0])
    heads = [first, *parts[1:-1]]
    if any(scope.place_at_head(head) != head for head in heads):
        return parts
    return [head + parts[-1][len(last) :] for head in heads] + [parts[-1]]


_PER = re.compile(
    r"^.*?(?:单位(?:国内生产总值|地区生产总值|生产总值|GDP|(?:规模以上|规上)?工业增加值|产品|建筑面积|面积|运输周转量)|"
    r"万元(?:国内生产总值|地区生产总值|生产总值|GDP|(?:规上|规模以上)?工业增加值|产值)|人均|亩均)(?:（[^（）]*）)?"
)


def _merge(parts: list[str], count: int) -> list[str]:
    """More parts than values: those without a head noun belong to the next (化学需氧量、氨氮排放量 → by nouns)."""
    merged: list[str] = []
    held = ""
    for part in parts:
        held = f"{held}、{part}" if held else part
        if _NOUNS_TAIL.search(part):
            merged.append(held)
            held = ""
    return merged if len(merged) == count else _joined(parts, count)


def _joined(parts: list[str], count: int) -> list[str]:
    """The first parts as one subject when the last ones are of one kind: 新增和更新的|公交车辆|配送车辆 for two values."""
    rest = parts[len(parts) - count + 1 :]
    first = parts[: len(parts) - count + 1]
    alike = count > 1 and all(part[-2:] == first[-1][-2:] for part in rest)
    return ["和".join(first), *rest] if alike else parts


def _shared_tail(parts: list[str]) -> str:
    """The words behind the last subject that all share: 绿色防控、统防统治|覆盖率."""
    last = parts[-1]
    if "占" in last[1:]:
        return last[last.index("占", 1) :]
    for substance in lexicon.words("cues", "substances"):
        if last.startswith(substance) and len(last) > len(substance) + 1:
            return last[len(substance) :]
    wanted = sum(len(part) for part in parts[:-1]) / (len(parts) - 1)
    best, cost = "", 99.0
    same = [place + 1 for place, sign in enumerate(last[:-2]) if sign == parts[0][-1]]
    for cut in sorted({*_word_starts(last), *same}):
        tail = last[cut:]
        if not _NOUNS_TAIL.search(tail) or len(tail) < 2:
            continue
        price = abs(cut - wanted) - (2 if last[:cut].endswith(parts[0][-1]) else 0)
        price -= 4 if _GROUP_END.search(last[:cut]) and _GROUP_END.search(parts[0]) else 0
        if price < cost:
            best, cost = tail, price
    return best


def _word_starts(text: str) -> list[int]:
    """Where the words of a name begin, its own beginning left out."""
    starts, at = [], 0
    for word in pipeline.words(text)[:-1]:
        at += len(word)
        starts.append(at)
    return starts or list(range(1, len(text)))


def _shared_prefix(parts: list[str]) -> str:
    """The words before the first subject's own that the short others leave out: 规上工业万元增加值|能耗、水耗."""
    if len(parts) < 2:
        return ""
    others = max(len(part) for part in parts[1:])
    first = parts[0]
    per = _PER.match(first)
    if per is not None and per.end() < len(first):
        return "" if any(_PER.match(part) for part in parts[1:]) else per.group()
    if len(first) < others + 4 or any(len(part) > 6 for part in parts[1:]):
        return ""
    own = min((len(part) for part in parts[1:]), default=2)
    return first[: -max(2, own)]


def _swap_head(whole: str, indicator: str) -> str:
    """城市地区供电可靠率 + 综合电压合格率 → 城市地区综合电压合格率."""
    match = re.match(r"^(.*?(?:地区|城区|城市|县城|农村|乡村|城镇|乡镇|流域|区|省|市|县|行业|领域|企业|类))", whole)
    return (match.group() if match else whole) + indicator


def _finding(
    paragraph: Paragraph, start: int, cell: Cell, value: Amount, metric: str, change: Change, year_place: int | None
) -> Finding:
    while start < cell.amount.start and paragraph.text[start] in "，、；：":
        start += 1
    return Finding(
        value, metric, change, start, cell.amount.end, "distribution", 0.93, noun=metric, year_place=year_place
    )
