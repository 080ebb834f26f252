"""Questions for a person's name (问人名): 局长是谁, and the words of a text that name who holds a post."""

from __future__ import annotations

import re

from kb.spelling import plain

_POST = (
    r"副?(?:(?:[组局市省州县区厅部处科司院校行所站队社馆园厂场]|村|会|委员|董事|秘书)长|主任|书记|主席|总?经理|总裁|总监)|联系人|发言人"
    r"|(?<!要)负责人|领导(?!小组|班子|机构|机关|部门)|院士|首席[\u4e00-\u9fff]{2,3}?"
)
_WHO = r"谁|哪位|哪一位|什么名|啥名|什么名字|何人|哪个人"
_WHICH = r"(?:哪位|哪一位|哪个|哪名|哪几位|哪些位)"
_ASKED = re.compile(
    rf"(?P<post>{_POST})(?:现在|目前|究竟|到底)?(?:(?:是|叫|姓)?(?:{_WHO}|什么$|啥$)|由(?:{_WHO})来?(?:担任|兼任|出任|当))|(?P<post2>{_POST})的?(?:姓名|名字)"
    rf"|(?:{_WHO})(?:是|当|任|担任|出任|来当|来做)[^,，。?？]{{0,16}}?(?P<post3>{_POST})"
    rf"|{_WHICH}(?:[\u4e00-\u9fff]{{0,4}}的)?(?P<post4>{_POST})"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹"
    "孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包"
    "宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫"
    "费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝茹"
)


_REACH = (
    (
        re.compile(r"电话|热线|(?:联系|咨询|服务)号码|手机号"),
        r"(?<![\d.])(?:0\d{2,3}[-—() ]{0,2}\d{7,8}|1\d{10}|400\d{7}|\d{7,8})(?![\d.])",
    ),
    (re.compile(r"邮箱|邮件地址|电子邮件"), r"[\w.-]+@[\w.-]+"),
    (re.compile(r"网址|网站(?:地址|是)|官网"), r"https?:|www\."),
)
_ANY_WAY = re.compile(r"联系方式|怎么联系|如何联系")


CONTACT = re.compile(r"电话|热线|邮箱|网址|微信|联系方式|号码|地址")  # words that ask for any contact …
REACHED = re.compile(r"\d{3,4}-\d{7,8}|(?<!\d)\d{5,12}(?!\d)|@|http|www")  # … and what may be one


def reach(question: str) -> re.Pattern[str] | None:
    """What a sentence must hold to say how somebody is reached (联系电话、邮箱、网址); None where a question asks for no such thing."""
    view = plain(question)
    ways = [held for asked, held in _REACH if asked.search(view)]
    ways = ways or ([held for _, held in _REACH] if _ANY_WAY.search(view) else [])
    return re.compile("|".join(ways)) if ways else None


def post(question: str) -> str:
    """The post whose holder is asked for (局长); "" when the question asks for no person."""
    match = _ASKED.search(plain(question))
    return next((word for word in match.groups() if word), "") if match else ""


def named(post: str) -> re.Pattern[str]:
    """What names the holder of a post in a plain view: 组长:张三, or a line that begins with a name and ends with the post."""
    written = r"[ \t]*".join(map(re.escape, post))
    name = rf"[{_SURNAMES}][ \t]*[\u4e00-\u9fff]{{1,2}}"
    return re.compile(
        rf"(?<!副)(?<!\w){written}[ \t]*:[ \t]*{name}|(?m:^){name}[^\n。;,:]{{0,30}}(?<!副){written}(?![\u4e00-\u9fff])"
    )
