"""What kind of answer a question wants (答案类型), and the words by which a sentence shows that it holds one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.evidence import Asked
from kb.persons import CONTACT, REACHED
from kb.query import cue
from kb.spelling import plain

NAMES = {  # what a kind of answer is called where it is missing
    "money": "金额",
    "share": "比例",
    "amount": "数量",
    "date": "时间",
    "contact": "联系方式",
    "cause": "原因",
    "name": "名称",
}

KINDS = (
    "amount", "money", "share", "date", "person", "name", "contact", "cause", "ranked", "agency", "measure", "background",
)  # fmt: skip
_NUMERAL = r"(?:\d[\d.,]*|[一二三四五六七八九十百千两]+)\s*(?:余|多)?[十百千万亿]*(?:余|多)?\s*(?:个|周)?"
_COUNTED = re.compile(
    r"(?<!哪)(?:多少|几)(?:百|千|万|亿|百万|千万)?(?P<unit>小时|分钟|公里|公顷|平方米|立方米|公斤|[名人位户家所座辆台套艘架列页字门层株棵只头匹尾部册张份岁年天次条吨斤件盏秒期])"
)
_SAME = (
    ("名", "人", "位"), ("家", "个", "户"), ("所", "座", "个", "处"), ("辆", "台"), ("斤", "公斤", "千克"), ("部", "台"),
    ("只", "头", "匹"), ("株", "棵"), ("件", "个"), ("公里", "千米"), ("天", "工作日", "日"),
)  # fmt: skip
_YEARS_LONG = re.compile(r"(?<!\d)\d{1,2}年|[一二三四五六七八九十两半]+年|年内")
_SPENT = re.compile(
    r"(?:投资|资金|经费|(?<!天)花(?!园|卉)|投(?!运|产)|拨|产值|收入|贷|赚|挣|赔|亏|卖|预算|造价|成本|金额|奖|补(?!充)|(?<![消浪])费)"
    r"[^,。?]{0,8}(?:多少|几)(?:钱|元|块|[百千]?[万亿]?(?:元|块|$|\?))"
    r"|(?:月薪|年薪|工资|薪水|薪酬|月租|租金|限价|[售房单]价|手续费)[^,。?]{0,4}(?:多少|几)"
    r"|多少(?![个家户人名成])[^,。?]{0,6}(?:补助|补贴|资金|经费|奖金|费用|贷款|手续费)"
)
_MONEY = re.compile(
    r"\d[\d.,]*\s*(?:余|多)?\s*[十百千万亿]*\s*[美欧日英]?元|[一二三四五六七八九十百千两]+[万亿]?元|全额|免费"
)
_SIZED = re.compile(r"(?:面积|数量|个数|[^利费]率|比例|占比|装机|产能)[^,。?]{0,4}(?:多少|几)")
_GRANT = re.compile(r"(?:补(?![充偿])|奖|资助|贴息)(?!.*(?:多少|几)(?:钱|元|块|[百千]?[万亿]))")
_INTEREST = re.compile(r"利率|利息|贴息|加价|上浮|费率|中标率")
_SHARE = re.compile(r"\d\s*(?:%|‰|个?百分点|个?基点|倍)|百分之|成")
_GRANTED = re.compile(f"{_MONEY.pattern}|{_SHARE.pattern}")  # a grant may be a share of the costs
_LASTS = re.compile(
    r"多久|多长时间|(?<!哪)几个?(?:天|年|月|小时|分钟|工作日|周)|多少(?:天|年|个月|小时|分钟)|期限|有效期"
)
_TERM = re.compile(
    r"(?:(?<!\d)\d{1,3}个?|[一二三四五六七八九十两半每]个?)(?:工作日|日|天|月|年|小时|分钟|周)"
    r"|年内|月内|日内|\d+月\d+日|20\d\d年|定期"
)
_WHEN = re.compile(r"(?:19|20)\d\d(?:年|-)|\d{1,2}月|\d{1,2}日|年底|年末|月底|季度|工作日|每年|年内|即日|之日起")
_WHY = re.compile(r"为什么|为何|为啥|什么原因|原因|起因|怎么会|怎么回事|咋回事|怎么(?:引起|造成|导致)的")
_BECAUSE = re.compile(
    r"由于|因为|因[^此素]|原因|导致|造成|所致|引起|源于|在于|影响|制约|受[^理到]|不足|缺乏|薄弱|防止|避免|以免|为了"
)
_DAY = re.compile(r"几月(?!份以来)|几[号日](?!线|楼)|哪一?天|哪几天")
_MUCH = re.compile(r"多少|百分之|几成|第几|多[大高长宽重快远]|几[个家座台辆吨亿万条种类项名倍]")
_ON = re.compile(r"\d{1,2}月|\d{1,2}日|月底|月初|工作日|即日|之日起")
_HOUR = re.compile(r"几点(?:钟|半|开|关|到|结束|上|下|收|以后|之后|以前|之前|起|能|可|$|\?)")
_AT = re.compile(r"\d{1,2}(?:时|点|:\d\d)|[一二三四五六七八九十]{1,2}[时点]")
_SOMEBODY = re.compile(
    r"谁(?:是|获|拿|得了|得到|得过|中标|提|最[早先]|发明|起草|执笔|创|设计|投资|赢|写|编|画|建|造|接)"
    r"|[是有]谁(?:的$|\W|$)|何人|哪几?位|哪一位|哪一?家(?:公司|企业|厂|工厂|银行|店|商|车企|院|所|的|$|\?)|是哪一?家|哪个(?:公司|企业|集团|老板|厂家|设计院|研究院|大学|学校|银行)"
    r"|(?:公司|企业|厂|银行|院|所|学校|大学|项目方)叫(?:什么|啥)|什么名字|啥名|姓(?:什么|啥)"
)
_SAID_BY_NAME = re.compile(
    r"(?:有限|责任|股份|电力|能源|科技|钢铁|水泥|化工|石化|电网|港口|建设|投资)(?:责任)?公司|[\u4e00-\u9fff]{2,8}(?:集团|大学|学院|研究院|研究所|电厂|银行)"
)
_TOP = r"(?:最(?![大小]值|新|近|后|终|晚|迟)|第一)"
_RANKED = re.compile(rf"(?:哪(?!几?年)|谁)[^,。?]{{0,10}}{_TOP}|{_TOP}[^,。?]{{0,8}}(?:哪(?!几?年)|谁)")
_MOST = re.compile(r"最|第一|首位|居首|排名|前列|领先|龙头")
_FIRST = "[个家份座笔次辆台批条艘架列届例块口支部]"
_ORIGIN = re.compile(
    rf"最早|最先|(?:第一|最后一){_FIRST}|首(?:{_FIRST}|[单任班])|历史|由来"
    r"|(?:哪年|哪一?天|何时|什么时候|几时|几月几[日号]|哪个?月)(?:开始|建(?!成)|成立|设立|创办|开业|开幕|开园|上市|挂牌|揭牌|动工|通车|发射|发明)"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kind of answer that a question wants; ``pattern`` finds one in a plain view, None where any sentence may be one."""

    kind: str
    pattern: re.Pattern[str] | None


def wanted(question: Asked) -> Wanted:
    """The kind is told from the question's words; where several fit, the more particular one."""
    view = plain(question.query.text)
    if question.post:
        return Wanted("person", question.figure)
    if CONTACT.search(view) and question.query.intent != "measure":
        return Wanted("contact", REACHED)
    if _WHY.search(view):
        return Wanted("cause", _BECAUSE)
    if question.query.intent == "agency":
        return Wanted("agency", None)
    if _LASTS.search(view):
        return Wanted("date", _TERM)
    if _HOUR.search(view):
        return Wanted("date", _AT)
    if _DAY.search(view) and not _MUCH.search(view):
        return Wanted("date", _ON)
    if cue("year").search(view) and not _MUCH.search(view):
        return Wanted("date", question.figure if question.strict else _WHEN)
    if _SOMEBODY.search(view) and not _RANKED.search(view) and question.query.intent != "compare":
        return Wanted("name", _SAID_BY_NAME)
    return _measured(question, view) or Wanted(_other(question), None)


def _measured(question: Asked, view: str) -> Wanted | None:
    """Money, a share, an amount, the first of a ranking; None when nothing of these is asked for."""
    units = question.query.units
    counted = _counted(view) if not units or {"天", "公里"} & {*units} else None
    if question.figure is not None:
        if _INTEREST.search(view):
            return Wanted("share", _SHARE)
        if "%" not in units and not _SIZED.search(view) and (cue("price").search(view) or _SPENT.search(view)):
            return Wanted("money", _GRANTED if _GRANT.search(view) else _MONEY)
        return Wanted("amount", counted or question.figure)
    if _RANKED.search(view):
        return Wanted("ranked", _MOST)
    return Wanted("amount", counted) if counted is not None else None


def _other(question: Asked) -> str:
    return "measure" if question.query.intent == "measure" else "background"


def of_origin(question: Asked) -> bool:
    """Whether it is asked how something began (最早、第一家), of which plans seldom speak."""
    return _ORIGIN.search(plain(question.query.text)) is not None


def _counted(view: str) -> re.Pattern[str] | None:
    """Amounts with the counting word that stands behind 几 or 多少 in the question."""
    match = _COUNTED.search(view)
    if match is None:
        return None
    unit = match.group("unit")
    if unit == "年":
        return _YEARS_LONG
    written = {unit, *(word for listed in _SAME if unit in listed for word in listed)}
    return re.compile(f"{_NUMERAL}(?:{'|'.join(sorted(written, key=len, reverse=True))})")
