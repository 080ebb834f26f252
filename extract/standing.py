"""Standing requirements (常设要求): shares by which something is to be provided, and red lines that are to be held."""

from __future__ import annotations

import re
from dataclasses import replace

from extract import metrics, worked
from extract.cells import Cell
from extract.finding import Finding, Memory, make

_BY = re.compile(
    r"(?:^|[，；])(?P<who>[^，；]*?)按照?(?P<bound>不低于|不少于|不小于|至少)?(?P<whole>[^，；、]{2,16}?)的?$"
)
_PROVIDED = re.compile(
    r"^(?:以上)?的?(?:比例|标准)(?:分类)?(?P<verb>配建|配置|建设|安装|预留|设置|配备|配套|安排)(?P<thing>[^，。；]{2,20})"
)
_STORED = re.compile(
    r"^(?:以上)?(?:的?(?:比例|标准|规模))?(?:（[^（）]*）)?[、，]?(?:(?:连续|持续|储能)?(?:储能|充电|放电)?(?:时长|时间)?(?:不低于|不少于)?\d+(?:小时)(?:以上)?的?(?:标准|要求|比例)?)?"
    r"(?P<verb>配建|配置|建设|安装|设置|配备|配套)(?P<thing>(?:电化学|新型|共享|独立)?储能[^，。；]{0,8})"
)
"""A share of storage with its hours beside it: 按不低于装机容量的10%、时长2小时配置储能."""
_HOURS = re.compile(r"^(?:以上)?的?(?:标准|要求|比例)?(?:配建|配置|建设|安装|设置|配备|配套)(?P<thing>[^，。；]{2,12})")
_BUILT_UP = re.compile(
    r"^(?:以上)?的?(?:比例|标准|要求)，(?:加强|配备|配置|建设|形成|提升|建立|落实|推进|安排|储备)(?P<thing>[^，。；]{3,20})"
)
_LAID_OUT = re.compile(r"^(?:的)?(?:标准|规模|总量|目标)?(?:进行)?(?:配置|安排|控制|规划|考虑)(?=[，。；]|$)")
_LINE = re.compile(r"^的?(?P<what>[一-龥]{2,10}?)(?:保护)?(?:红线|底线)")
_HELD = re.compile(r"(?:守住|坚守|严守|牢守|守牢|守好|不突破)$")


def _given(cell: Cell) -> re.Match[str] | None:
    """What is to be provided by the share, in the amount's own clause or in the next one."""
    if cell.unit != "%" or _BY.search(cell.left) is None:
        return None
    after = cell.paragraph.text[cell.amount.end : cell.sentence.end]
    return _PROVIDED.match(cell.right) or _BUILT_UP.match(after) or _STORED.match(after)


_NEED = re.compile(
    r"(?P<who>[^，；]*?)(?:形成|具备|建立|达到|建成|拥有|落实)(?:(?P<bound>不低于|不少于|至少)(?P<whole>[^，；。]{2,20})"
    r"|(?:占|约|相当于)*(?P<plain>[^，；。]{0,12}(?:负荷|用量|用气量|用电量|需求量|消费量|装机|装机容量|销量|总量))的?)$"
)
_ABLE = re.compile(r"^[^，。；的]{0,8}的(?P<thing>[^，。；的]{2,10}能力)")


_ABLE_FOR = re.compile(
    r"(?P<who>[^，；]*?)(?:形成|具备|建立|达到|建成|拥有|落实|保持)(?:约|至少|不低于|不少于)*(?P<bound>)(?P<whole>)(?P<plain>)$"
)
"""A capability told in days alone: 形成不低于3天的储气能力."""


def _need(cell: Cell) -> re.Match[str] | None:
    """The need that a capability covers, in words or in days alone."""
    if cell.unit in ("%", "天", "日") and (found := _NEED.search(cell.left)) is not None:
        return found
    return _ABLE_FOR.search(cell.left) if cell.unit in ("天", "日", "小时", "个小时") else None


def is_needed(cell: Cell) -> bool:
    """Whether a reserve is asked for by a share or by days of need: 不低于日均5天需求量的储备能力."""
    return _need(cell) is not None and _ABLE.match(cell.right) is not None


def needed(cell: Cell, memory: Memory) -> Finding | None:
    """供热企业形成不低于保障日均5天需求量的储煤能力 → 供热企业储煤能力, at least 5 days."""
    need, able = _need(cell), _ABLE.match(cell.right)
    if need is None or able is None or not is_needed(cell):
        return None
    least = need["bound"] and cell.amount.low == cell.amount.high
    amount = replace(cell.amount, high=None) if least else cell.amount
    share = f"占{re.sub('^其', '', need['whole'] or need['plain'])}比例" if cell.unit == "%" else ""
    owner = metrics.clean(
        metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, cell.start + need.end("who"))
    )
    name = re.sub(r"(?:应当?|须|必须|要)$", "", owner) + able["thing"] + share
    found = make(cell, name, "level", "provided", 0.75, end=cell.amount.end + able.end(), noun=able["thing"])
    return replace(found, amount=amount)


_STANDARD = re.compile(r"(?:^|[，；])(?P<who>[^，；]*?)(?:按照?|以)(?P<what>[^，；按]{0,24}?)$")
_AS_STANDARD = re.compile(
    r"^(?:以上)?(?:的|为)(?:标准|要求|控制要求)(?:(?P<verb>配建|配置|建设|安装|预留|设置|配备|配套)(?P<thing>[^，。；]{2,16}))?"
)


def is_standard(cell: Cell) -> bool:
    """Whether a bound is the standard by which something is laid out: 按照街区面积不超过9公顷的标准优化布局."""
    led, after = _STANDARD.search(cell.left), _AS_STANDARD.match(cell.right)
    bound = cell.amount.before.startswith("不") and cell.unit != "%"
    return (
        bound
        and led is not None
        and after is not None
        and (metrics.has_noun(led["what"]) or after["thing"] is not None)
    )


def standard(cell: Cell, memory: Memory) -> Finding | None:
    """按照不低于1.2车位/床的标准配建停车位 → 停车位配建标准; 按照街区面积不超过9公顷的标准 → 街区面积."""
    led, after = _STANDARD.search(cell.left), _AS_STANDARD.match(cell.right)
    if led is None or after is None or not is_standard(cell):
        return None
    name = metrics.clean(led["what"])
    if after["thing"] is not None and not metrics.has_noun(name):
        name = metrics.clean(led["who"]) + metrics.clean(after["thing"]) + after["verb"] + "标准"
    return make(cell, name, "level", "provided", 0.75, end=cell.amount.end + after.end(), noun=name)


def is_required(cell: Cell) -> bool:
    """Whether an amount says how much is to be provided or done: 按不低于总车位20%的比例配建充电桩, 对3平方公里的坡地实行封育."""
    return (
        _given(cell) is not None
        or _laid_out(cell) is not None
        or is_needed(cell)
        or is_sized(cell)
        or is_standard(cell)
        or is_stock(cell)
        or worked.is_worked(cell)
    )


def _laid_out(cell: Cell) -> re.Match[str] | None:
    if cell.unit in ("", "%") or not _LAID_OUT.match(cell.right):
        return None
    return re.search(r"(?P<what>[^，。；]{4,}?)按照?(?:力争|约|不低于|不超过)?$", cell.left)


def laid_out(cell: Cell, memory: Memory) -> Finding | None:
    """能源供应能力按照力争1.3亿吨标准煤配置: an amount by which something is laid out."""
    found = _laid_out(cell)
    if found is None:
        return None
    name = metrics.clean(
        metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, cell.start + found.end("what"))
    )
    return make(cell, name, "level", "laid_out", 0.75, noun=name) if metrics.has_noun(name) else None


def provided(cell: Cell, memory: Memory) -> Finding | None:
    """按不低于总车位20%的比例配建充电桩 → 充电桩占总车位比例, at least 20 %."""
    by, given = _BY.search(cell.left), _given(cell)
    if by is None or given is None:
        return None
    amount = replace(cell.amount, high=None) if by["bound"] and cell.amount.low == cell.amount.high else cell.amount
    thing = re.sub(r"(?<=能力)建设$", "", metrics.clean(given["thing"]))
    name = f"{thing}占{metrics.clean(by['whole'])}比例"
    found = make(cell, name, "level", "provided", 0.75, end=cell.amount.end + given.end(), noun=thing)
    return replace(found, amount=amount)


def is_stored(cell: Cell) -> bool:
    """Whether hours say for how long a storage must last: 时长2小时配置储能."""
    lasting = re.search(r"(?:时长|时间)(?:不低于|不少于|不小于)?$", cell.left)
    return cell.unit in ("小时", "个小时") and lasting is not None and _HOURS.match(cell.right) is not None


def stored(cell: Cell, memory: Memory) -> Finding | None:
    """连续时长2小时配置储能 → 储能连续时长, 2 hours."""
    found = _HOURS.match(cell.right)
    if found is None or not is_stored(cell):
        return None
    thing = metrics.clean(found["thing"])
    span = re.search(r"(?:连续|持续|充电|放电|储能)*(?:时长|时间)(?=(?:不低于|不少于|不小于)?$)", cell.left)
    name = thing + (span.group() if span else "时长").removeprefix("储能")
    return make(cell, name, "level", "provided", 0.75, end=cell.amount.end + found.end(), noun=thing)


_STOCK = re.compile(
    r"(?P<what>[^，；]*?(?:储备|库存|存量|存煤|储量|保障能力|供应能力)[^，；]{0,3}?(?:量|规模|水平)?)(?:应当?|须|要|能够?|可)?(?:满足|达到|保持|维持|具备|保证|保障)*(?:不低于|不少于)?$"
)
_OF_NEED = re.compile(r"^(?:以上)?的?[^，。；]{0,8}?(?:用量|销量|需求量?|消费量|耗用量|供应量|需要)")


def is_stock(cell: Cell) -> bool:
    """Whether days or months of need say how large a stock must be: 储备规模保持不低于3个月销量."""
    spans = cell.unit in ("天", "日", "个月")
    return spans and _STOCK.search(cell.left) is not None and _OF_NEED.match(cell.right) is not None


def stock(cell: Cell, memory: Memory) -> Finding | None:
    """地方储备粮规模保持不低于3个月销量 → 地方储备粮规模."""
    held_, need = _STOCK.search(cell.left), _OF_NEED.match(cell.right)
    if held_ is None or need is None or not is_stock(cell):
        return None
    name = metrics.clean(held_["what"])
    return make(cell, name, "level", "provided", 0.75, end=cell.amount.end + need.end(), noun=name)


_EACH = re.compile(
    r"(?P<who>每一?[^，。；\d]{1,16}?)(?:至少|都|均|应当?|要|须|必须|一般|原则上)*"
    r"(?:配|设)?有(?:至少|不少于|不低于)?$"
)
_EACH_ALONE = re.compile(
    r"(?:^|[，；])(?P<who>每(?:一|个|所|家|座|条|户|处|[百千万]人)[一-龥]{0,10}?)(?:应当?|要|须|必须|一般|原则上)*$"
)
"""The same without a verb: 每个社区不少于一处健身场地."""
_HAVING = re.compile(r"^(?:以上|左右)?的?(?P<thing>[一-龥“”（）]{2,20})$")


def present(cell: Cell, memory: Memory) -> Finding | None:
    """每个乡镇至少有1所标准化卫生院 → 每个乡镇标准化卫生院数量."""
    bound = cell.amount.before.startswith(("不", "至少"))
    each = _EACH.search(cell.left) or (_EACH_ALONE.search(cell.left) if bound else None)
    thing = _HAVING.match(cell.right)
    if each is None or thing is None or cell.unit in ("", "%", "倍"):
        return None
    name = metrics.measured(metrics.clean(each["who"]) + thing["thing"], cell.unit)
    return make(cell, name, "level", "provided", 0.75, end=cell.amount.end + thing.end(), noun=thing["thing"])


def held(cell: Cell, memory: Memory) -> Finding | None:
    """牢牢守住18亿亩耕地红线: an area that must not be undercut."""
    line = _LINE.match(cell.right)
    if line is None or not _HELD.search(cell.left):
        return None
    name = metrics.measured(line["what"], cell.unit)
    return make(cell, name, "level", "held", 0.75, end=cell.amount.end + line.end(), noun=line["what"])


_FUND = re.compile(
    r"(?:设立|组建|发起|成立|打造|形成|募集)[^，。；]{0,6}?(?:总|首期|目标|资金)?规模(?:约|达|达到|不低于|不少于|超过|为)?$"
)
_SIZED = re.compile(
    r"(?P<who>[^，；]*?)(?:设置|建设|配建|建成|配备|安装|保留|留出|设立|修建|预留|保持|种植)(?P<measure>(?:总|净|有效|平均)?(?:高度|宽度|长度|面积|容量|容积|库容|深度|厚度|功率))"
    r"(?:应|要)?$"
)
_SIZED_THING = re.compile(r"^(?:以上)?的?(?P<thing>[一-龥“”]{2,16})(?=[，。；、]|$)")


def is_sized(cell: Cell) -> bool:
    """Whether a bound says how large what is set up must be: 设置高度不低于2米的硬质围挡, 设立规模100亿元的产业基金."""
    thing = _SIZED_THING.match(cell.right) is not None
    if cell.unit.endswith("元"):
        return thing and cell.right.startswith("的") and _FUND.search(cell.left) is not None
    bound = cell.amount.before.startswith(("不", "至少", "大于"))
    return bound and thing and cell.unit not in ("", "%") and _SIZED.search(cell.left) is not None


def sized(cell: Cell, memory: Memory) -> Finding | None:
    """设立规模100亿元的绿色产业基金 → 绿色产业基金规模; 沿街工地设置高度不低于2米的围挡 → 围挡高度."""
    thing = _SIZED_THING.match(cell.right)
    if thing is None or not is_sized(cell):
        return None
    what, found = metrics.clean(thing["thing"]), _SIZED.search(cell.left)
    money = found is None
    name = what + ("规模" if found is None else found["measure"])
    return make(
        cell, name, "increase" if money else "level", "provided", 0.75, end=cell.amount.end + thing.end(), noun=what
    )
