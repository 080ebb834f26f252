"""Names of public bodies (机关名称): lines of names cut into bodies, names completed, two ways of writing one made equal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from ingest import gazetteer
from ingest.headings import compact
from ingest.model import Place

_RELATIVE: Final = "我?省|自治区|我?市|全?区|州|盟|县"
_ENDING: Final = (
    "人民政府|办公厅|办公室|委员会|领导小组|领导组|指挥部|管委会|总工会|联合会|总局|总署|分局|支局|监管局|管理局|分行|支行|银行|总社|法院|检察院|研究院|科学院"
    "|厅|局|部|委|署|院|办|集团|公司|协会|学会|中心|总队|省委|市委|州委|区委"
)
_BRANCH: Final = re.compile("银保监|证监局|监管分局|中心支行|分行|海关|通信管理局")
_ENDINGS: Final = re.compile(f"(?:{_ENDING})")
_GOES_ON: Final = re.compile("[一-鿿]{0,3}(?:厅|局|委员会|办公室|中心支行|分局|分行)")
_HAN: Final = re.compile("[一-鿿（）]+")
_SEPARATOR: Final = re.compile("[、，,;；和与]|联合")
_STEP_BACK: Final = re.compile(
    r"等?(?:[一二三四五六七八九十\d]+(?:个)?(?:部门|部委|单位|厅局|委办)|(?:有关)?部门|单位)?$"
)


def parse(words: str, place: Place | None) -> tuple[str, ...]:
    """The bodies that a line of names is made of, completed; () when the line is anything else.

    ``place`` is the document's place, which completes 省/市 in 省科技厅, 市政府.
    """
    line = compact(words).strip("（）()：:。，,、")
    if not 3 <= len(line) <= 400 or re.search(r"[。；？！]|[0-9]{4}|附件|联系|电话|抄送|各(?:省|市|区|县)", line):
        return ()
    names: list[str] = []
    for written in cut(line):
        if not _plausible(written):
            return ()
        names.append(complete(written, place))
        place = place or gazetteer.place_of(names[-1])
    return tuple(dict.fromkeys(names))


def _plausible(name: str) -> bool:
    """Whether words that end like a body's name also hold a region, a department or a national body's word."""
    if re.match(f"{_RELATIVE}|中国|中共|国家|中央|全国|国务院|最高|共青团", name):
        return True
    known = (gazetteer.full_names(), gazetteer.places(), gazetteer.department_names())
    return any(words in name for names in known for words in names if len(words) > 1)


def complete(written: str, place: Place | None) -> str:
    """A body's name as written, made complete: 省林业局 → 湖北省林业局, 林草局 → 国家林草局, 河北省委 → 中共河北省委.

    ``place`` is the document's own place, None for the nation; names that are whole already stay as they are.
    """
    words = compact(written).strip("、，,；和与")
    if _BRANCH.search(words) or words.startswith("共青团"):
        return re.sub("^人民银行", "中国人民银行", words)
    party = re.fullmatch(r"(?:中共)?(.*?)(省委|市委|州委|自治区党委|区党委|委员会)(办公厅|办公室)?", words)
    if party and (words.startswith("中共") or party[2] != "委员会") and words != "中共中央委员会":
        return _party(party[1], party[2], party[3] or "", place)
    region, rest = _split(words)
    if not region and place is None and words in gazetteer.full_names():
        return _national(words)
    rest = re.sub("^政府", "人民政府", rest)
    relative = re.match(_RELATIVE, rest) if not region else None
    if relative and place is not None:
        rest = re.sub("^政府", "人民政府", rest[relative.end() :])
        wide = "省" in relative[0] or relative[0] == "自治区"
        return (place.province or "" if wide else place.name) + rest
    if not region and place is not None and rest in gazetteer.department_names():
        return place.name + rest
    return region + rest


def full_name(name: str) -> str:
    """The full name by which two ways of writing one body agree: 天津市发展改革委 → 天津市发展和改革委员会."""
    if name in gazetteer.full_names():
        return gazetteer.full_names()[name]
    region, rest = _split(name)
    return region + gazetteer.department_names().get(rest, rest)


def is_national(name: str) -> bool:
    """Whether a body speaks for the nation: 国家能源局, 生态环境部办公厅, 中共中央."""
    bare = re.sub("(?:办公厅|办公室|综合司)$", "", name)
    return name in gazetteer.full_names() or bare in gazetteer.full_names()


def merged(names: Sequence[str]) -> tuple[str, ...]:
    """The bodies without doubles; an office goes where its body signs as well (上海市人民政府, 上海市人民政府办公厅)."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(full_name(name), name)
    bodies = set(kept)
    return tuple(name for full, name in kept.items() if re.sub("(?:办公厅|办公室)$", "", full) not in bodies - {full})


def _national(words: str) -> str:
    """A national body's name that cannot be taken for a local one: 能源局 → 国家能源局, 应急部 stays."""
    full = gazetteer.full_names()[words]
    if words.startswith(("国", "中", "全国", "最高")) or words == full:
        return words
    longer = [
        name for name, body in gazetteer.full_names().items() if body == full and name.endswith(words) and name != words
    ]
    return min(longer, key=len) if longer else words


def _party(region: str, kind: str, office: str, place: Place | None) -> str:
    name = (
        region + kind[0]
        if kind in ("省委", "市委", "州委")
        else region + "自治区"
        if "区党委" in kind and region
        else region
    )
    if not region:
        name = (place.province or "" if kind[0] in "省自区" else place.name) if place else kind[:-1]
    known = gazetteer.places().get(name) or gazetteer.places().get(region)
    full = known.name if known else name
    return f"中共{full}{'委' if not office and full.endswith(('省', '市', '州')) else '委员会'}{office}"


def _split(words: str) -> tuple[str, str]:
    """The region that a body's name begins with, by its full name, and the rest of the name; ("", words) when none."""
    known = gazetteer.places()
    for length in range(min(12, len(words)), 1, -1):
        found = known.get(words[:length])
        if found is None:
            continue
        rest = words[length:]
        if found.city is None and (inner := next((n for n in range(11, 1, -1) if rest[:n] in known), 0)):
            city = known[rest[:inner]]
            if city.city and city.province == found.province:
                return f"{found.name if length > 3 else ''}{city.city}", rest[inner:]
        return found.name, rest
    return "", words


def cut(line: str) -> tuple[str, ...]:
    """A line without white space cut into names of bodies from end to end; () when it cannot be.

    Names that the gazetteer knows are taken first, then the shortest words that end as bodies' names do; the time taken
    grows with the length of the line only.
    """
    ends: list[int] = [0] * (len(line) + 1)
    tail = _STEP_BACK.search(line)
    whole = tail.start() if tail else len(line)
    for start in range(whole - 1, -1, -1):
        for end in _ends(line, start, whole):
            after = _after_separator(line, end)
            if after >= whole or ends[after]:
                ends[start] = end
                break
    names: list[str] = []
    start = 0
    while start < whole:
        if not ends[start]:
            return ()
        names.append(line[start : ends[start]])
        start = _after_separator(line, ends[start])
    return tuple(names)


def _after_separator(line: str, end: int) -> int:
    found = _SEPARATOR.match(line, end)
    return found.end() if found else end


def _ends(line: str, start: int, whole: int) -> Iterator[int]:
    """Where a body's name that starts here may end, the likeliest first."""
    if known := _known().match(line, start, whole):
        yield known.end()
    limit = min(whole, start + 36)
    for found in _ENDINGS.finditer(line, start + 2, limit):
        if not _GOES_ON.match(line, found.end()) and _HAN.fullmatch(line, start, found.end()):
            yield found.end()


@cache
def _known() -> re.Pattern[str]:
    """One body's name that the gazetteer knows: a national one, a branch, a party committee, a region's department."""
    national = "|".join(sorted(map(re.escape, gazetteer.full_names()), key=len, reverse=True))
    departments = "|".join(sorted(map(re.escape, gazetteer.department_names()), key=len, reverse=True))
    regions = "|".join(sorted(map(re.escape, gazetteer.places()), key=len, reverse=True))
    office = "(?:办公厅|办公室|综合司)?"
    return re.compile(
        f"(?:中国)?人民银行[一-鿿]{{2,6}}?(?:中心支行|分行|总部|营业管理部)|共青团[一-鿿]{{2,9}}?委(?:员会)?"
        f"|(?:中国)?(?:银保监会|银行保险监督管理委员会|证监会|证券监督管理委员会)[一-鿿]{{2,6}}?(?:监管分局|监管局)"
        f"|(?:中共)?(?:{regions})?(?:{_RELATIVE}|{regions})?委(?:员会)?(?:办公厅|办公室)(?!主任)"
        f"|中共(?:{regions}){{1,2}}(?:委员会|省委|市委|委)|(?:{national}){office}"
        f"|(?:(?:{regions}){{1,2}}(?:[一-鿿]{{1,6}}[区县市旗])?|{_RELATIVE})(?:{departments}){office}|(?:{departments}){office}"
    )
