"""How far a row is trusted follows its pattern, its year and its name."""

from __future__ import annotations

from extract import confidence, lexicon
from tests.extract.reading import read


def only(text: str) -> float:
    (target,) = read(text).targets
    return target.confidence


def test_a_plain_statement_with_its_own_year_is_trusted_more_than_one_without() -> None:
    assert only("到2027年，城市供水普及率达到99%。") > only("城市供水普及率达到99%。")


def test_a_name_that_says_what_is_measured_is_trusted_more_than_a_vague_one() -> None:
    assert only("到2027年，城市供水普及率达到99%。") > only("到2027年，相关工作达到99%。")


def test_a_known_indicator_is_trusted_more_than_a_name_of_three_characters() -> None:
    assert only("到2027年，森林覆盖率达到40%。") > only("到2027年，固化率达到40%。")


def test_every_factor_that_can_apply_has_its_figure() -> None:
    table = lexicon.table("confidence")["factors"]
    seen = {
        name
        for metric in ("森林覆盖率", "占比", "某某" * 16, "一二三四五六")
        for dated, basis, hedged in ((False, None, True), (True, "inferred", False))
        for name in confidence.factors(metric, dated, basis, hedged)
    }
    assert seen == set(table)


def test_the_figures_of_trust_are_shares() -> None:
    table = lexicon.table("confidence")
    assert all(0 < value <= 1 for value in table["rules"].values())
    assert 0 < table["ceiling"] <= 1


def test_every_row_says_which_pattern_made_it() -> None:
    from extract.rules import RULES

    found = read("到2027年，新建换电站60座，供水普及率达到99%，漏损率下降2个百分点，公交车全部采用新能源车。").targets
    assert len(found) == 4
    assert all(target.rule and 0 < target.confidence <= 1 for target in found)
    assert RULES
