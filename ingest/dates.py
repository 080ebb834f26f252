"""Dates as documents print them (日期): 2022年4月1日, ２０２２年１月７日, 二〇二二年五月, 2022-01-17 → ISO strings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest import numerals

_HAN_DIGIT: Final = "〇零○ＯO一二三四五六七八九"
_NUM: Final = r"[0-9０-９]"
DATE: Final = re.compile(
    rf"(?P<y>{_NUM}\s?{_NUM}\s?{_NUM}\s?{_NUM}|[一二][{_HAN_DIGIT}]{{3}})\s*年\s*(?P<m>{_NUM}{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月"
    rf"(?:\s*(?P<d>{_NUM}{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*日)?"
)
DASHED: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-/.]([01]?[0-9])[-/.]([0-3]?[0-9])(?![0-9])")


@dataclass(frozen=True, slots=True)
class Date:
    """A date in a text: ISO string (``YYYY-MM-DD``, or ``YYYY-MM`` when no day is given) and where it stands."""

    iso: str
    start: int
    end: int


def find(text: str, start: int = 0, end: int | None = None) -> tuple[Date, ...]:
    """All dates with at least year and month in ``text[start:end]``, in order."""
    stop = len(text) if end is None else end
    found = [date for match in DATE.finditer(text, start, stop) if (date := _han(match))]
    found += [date for match in DASHED.finditer(text, start, stop) if (date := _dashed(match))]
    return tuple(sorted(found, key=lambda date: date.start))


def _han(match: re.Match[str]) -> Date | None:
    try:
        year = numerals.year(re.sub(r"[○ＯO]", "〇", re.sub(r"\s", "", match["y"])))
        month = numerals.ordinal(match["m"])
        day = numerals.ordinal(match["d"]) if match["d"] else None
    except ValueError:
        return None
    return _date(year, month, day, match)


def _dashed(match: re.Match[str]) -> Date | None:
    return _date(int(match[1]), int(match[2]), int(match[3]), match)


def _date(year: int, month: int, day: int | None, match: re.Match[str]) -> Date | None:
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and (day is None or 1 <= day <= 31)):
        return None
    iso = f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")
    return Date(iso, match.start(), match.end())
