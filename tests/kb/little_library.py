"""A little library of texts written for these tests, and an embedder that needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from extract import extract
from ingest import read, segment
from ingest.model import Place
from kb.answer import Answer
from kb.embedding import passage_text, unit
from kb.passages import split
from kb.records import bundle
from kb.search import Searcher
from kb.spelling import plain
from kb.store import Store

SHARED_PARAGRAPH = (
    "鼓励机关大院带头铺设屋顶光伏，推广太阳能路灯，办公楼更换高效照明，夏季空调不低于二十六度，冬季不高于二十度。"
    "食堂按人数备餐，剩余饭菜当日清运；公务出行优先乘坐公共交通，停车场逐步增设充电车位。"
    "每季度公布用电用水台账，连续两季度超出定额的处室应当说明原因并提交整改计划，整改情况在院内公示栏张贴一个月，接受干部职工监督。"
)

TEXTS = {
    "苏州能源": """苏州市绿色能源三年行动方案
苏府发〔2023〕15号
一、发展目标
到2025年，全市光伏发电装机容量达到550万千瓦，非化石能源占能源消费总量比重达到13%左右。到2030年，全市光伏发电装机容量力争达到900万千瓦。
二、重点任务
（一）推广建筑光伏
新建厂房屋顶安装光伏的面积比例不低于60%。对既有公共建筑分批实施节能改造，每年完成改造面积80万平方米。（市住房城乡建设局、市发展改革委、市机关事务管理局按职责分工负责）
（二）整治货运车辆
加快淘汰老旧柴油货车，在港区推广纯电动重卡，划定高排放车辆禁行区域。（市生态环境局牵头，市公安局、市交通运输局配合）
（三）回收旧电池
建立退役动力电池回收网点，支持企业开展梯次利用，严禁随意拆解倾倒。（市工业和信息化局、市商务局按职责分工负责）
三、保障措施
"""
    + SHARED_PARAGRAPH
    + "\n",
    "宁波能源": """宁波市可再生能源发展实施方案
甬政发〔2022〕40号
一、主要目标
到2025年，全市光伏发电装机容量达到480万千瓦，海上风电装机容量达到120万千瓦。
二、主要任务
（一）公共机构带头
"""
    + SHARED_PARAGRAPH
    + """
（二）发展海上风电
有序建设象山海域风电场，同步配套储能。（市能源局、市自然资源和规划局按职责分工负责）
""",
    "国家能源": """全国可再生能源发展行动计划
国能示〔2022〕8号
一、主要目标
到2025年，全国光伏发电装机容量达到9亿千瓦，非化石能源占能源消费总量比重提高到20%左右，森林覆盖率达到24%。
二、重点任务
推动煤电机组节能改造和灵活性改造，严控新增煤电规模。
第三条 违反规定擅自开工的，处五万元以上二十万元以下罚款。
碳汇（carbon sink）是指森林、草原、湿地和海洋从大气中吸收二氧化碳的过程和能力。
""",
    "城市空气": """长三角城市空气质量比较研究
一、各市浓度
表1 2021年五市细颗粒物年均浓度
城市\t年均浓度
南京\t29.1
苏州\t28.0
无锡\t29.4
宁波\t21.3
杭州\t27.5
二、讨论
宁波临海，扩散条件最好。欧盟提出到2030年新车平均排放比2021年减少55%，美国计划十年内建成五十万座充电站。
""",
}


class Written(NamedTuple):
    """A document of a little library, as its author would describe it."""

    name: str
    text: str
    place: Place
    validity: str = ""


LITTLE = (
    Written("苏州能源", TEXTS["苏州能源"], Place("江苏省", "苏州市")),
    Written("宁波能源", TEXTS["宁波能源"], Place("浙江省", "宁波市")),
    Written("国家能源", TEXTS["国家能源"], Place()),
    Written("城市空气", TEXTS["城市空气"], Place()),
)


MANY = Written(
    "钥匙",
    "钥匙保管办法\n" + "".join(f"第{number}条\n各科室按月清点第{number}号柜的钥匙。\n" for number in range(1, 81)),
    Place("江西省", "南昌市"),
)
"""Passages about something else: words are rare only among many."""


class HashedPairs:
    """An embedder without a model: character pairs hashed into 64 places."""

    name = "hashed-pairs"
    dimension = 64

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        found = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for number, text in enumerate(texts):
            view = plain(text)
            for at in range(len(view) - 1):
                found[number, hashlib.md5(view[at : at + 2].encode()).digest()[0] % self.dimension] += 1.0
        return unit(found)

    encode_queries = encode_passages

    def warm(self) -> None:
        return


def add(store: Store, name: str, text: str, place: Place, *, validity: str = "") -> None:
    """One text read, segmented, extracted, split and saved with its vectors."""
    data = text.encode()
    document = read(data, name, "txt")
    document = replace(document, metadata=replace(document.metadata, region=place, validity=validity))
    clauses = segment(document)
    made = bundle(
        document,
        clauses,
        extract(document, clauses),
        split(document, clauses),
        sha256=hashlib.sha256(data).hexdigest(),
        source=f"/{name}.txt",
        suffix="txt",
    )
    embedder = HashedPairs()
    vectors = embedder.encode_passages([passage_text("", part.head, part.text) for part in made.passages])
    store.save(made, (embedder.name, vectors))


def searcher(folder: Path, documents: Iterable[Written] = LITTLE) -> Searcher:
    """A little library in ``folder``, opened for searching."""
    store = Store.open(folder)
    for one in documents:
        add(store, one.name, one.text, one.place, validity=one.validity)
    found = Searcher(store, folder, HashedPairs())
    found.sync()
    return found


def ask(library: Searcher, question: str) -> Answer:
    return library.ask(library.understand(question))
