"""Whose a count or a measure is (所属): the site or work told in front of the verb, that the name cannot do without."""

from __future__ import annotations

import re

from extract import metrics
from extract.cells import Cell

_SITE = re.compile(
    r"(?:服务区|居点|站点|小区|社区|校园|学校|医院|码头|港口|港区|园区|车站|场站|机场|景区|农村|乡村|村庄|牧区|林区|矿区|库区|灌区|渔港|"
    r"航道|岸线|公路|道路|铁路|轨道交通|电网|管网|场馆|公园|市场|商圈|企业|机构|单位|部门|楼宇|建筑|项目|工程|断面|沿线|环线|口岸|基地)$"
)
"""What holds things that are counted: sites, carriers of works, bodies."""
_LED = re.compile(
    r"^(?:辖区?内|区域内|在|沿着?|于|对|为|结合|依托|利用|围绕|随着?|配合|支持|鼓励|引导|推动|推进|促进|指导|组织|兼顾|确保|力争)"
)
_ADVERB = re.compile(
    r"(?:一次性|同步|配套|陆续|分批|分步|逐步|全面|率先|统一|优先|重点|合理|适度|加快|规划|计划|还|再|共|累计|至少|原则上|平均|均|各|内|中|上|里|"
    r"应当?|必须|须|要|需|将|拟|可|周边|沿线|建设)+$"
)
_NO_OWNER = re.compile(
    r"[，、；等]|^(?:各|每|全|本|该|有关|相关|一批|[一二三四]期)|^(?:工程|项目|企业|单位|部门|机构|基地)$"
)


def in_front(cell: Cell, end: int) -> str:
    """The site or work that stands before the verb of a count, ``cell.start`` to ``end``: 牧区定居点 of 牧区定居点建设85座….

    "" where the words before are a place (its ``scope``), a group told by 各 or 每, a list, or adverbs.
    """
    words = metrics.clean(metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, end))
    words = _ADVERB.sub("", _LED.sub("", words))
    fits = 3 <= len(words) <= 16 and _SITE.search(words) is not None and _NO_OWNER.search(words) is None
    return words if fits else ""
