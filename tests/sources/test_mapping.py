"""From an item's fields to facts."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from tests.sources.making import FEED, collected, element, fact_rule, item, rss
from tracker.domain.errors import SourceFailed
from tracker.domain.instants import Precision, day_span, month_span
from tracker.domain.reports import Fact, Nature, Quote
from tracker.domain.sources import FactRule, FieldRule, Source
from tracker.domain.values import Qualifier, Value
from tracker.sources.mapping import Mapper

PUBLISHED = datetime(2016, 3, 15, 10, tzinfo=UTC)
ITEM = {
    "title": ("22 strike aircraft left Hmeimim",),
    "tags": ("Politics", "Withdrawal", "Syria"),
    "deedline_indicator": ("strike aircraft departed",),
    "deedline_value": ("22",),
    "deedline_occurred": ("2016-03-14",),
    "geo_place": ("  Hmeimim \n",),
}


def source(*rules: FactRule, trust_text: bool = False) -> Source:
    return dataclasses.replace(FEED, facts=rules, trust_text=trust_text)


def facts(*rules: FactRule, trust_text: bool = False) -> tuple[Fact, ...]:
    found, _, problems = Mapper(source(*rules, trust_text=trust_text)).read(ITEM, PUBLISHED)
    assert problems == ()
    return found


def test_paths_and_constants_make_a_fact() -> None:
    rule = fact_rule(
        indicator="deedline_indicator",
        value="deedline:value",
        occurred="Deedline_Occurred",
        place="geo_place",
        unit=FieldRule(constant="aircraft"),
        nature=FieldRule(constant="measurement"),
        origin=FieldRule(constant="Reuters"),
    )
    assert facts(rule) == (
        Fact(
            day_span(PUBLISHED.date().replace(day=14), "UTC"),
            indicator="strike aircraft departed",
            value=Value(22),
            unit="aircraft",
            place="Hmeimim",
            nature=Nature.MEASUREMENT,
            origin="Reuters",
        ),
    )


def test_several_rules_make_several_facts() -> None:
    rule = fact_rule(event=FieldRule(constant="withdraw"))
    assert [fact.event for fact in facts(rule, fact_rule(event=FieldRule(constant="depart")))] == [
        "withdraw",
        "depart",
    ]


def test_a_fact_without_date_occurred_on_the_day_of_publication() -> None:
    (fact,) = facts(fact_rule(event=FieldRule(constant="withdraw")))
    assert fact.occurred == day_span(PUBLISHED.date(), "UTC")
    assert fact.date_assumed


def test_a_table_of_codes_translates_and_leaves_the_rest() -> None:
    codes = {"WITHDRAWAL": "withdraw"}
    (fact,) = facts(
        fact_rule(event=FieldRule(path="tags", codes=codes), place=FieldRule(path="geo_place", codes=codes))
    )
    assert (fact.event, fact.place) == ("withdraw", "Hmeimim")


def test_tags_that_no_code_knows_name_no_event() -> None:
    assert facts(fact_rule(event=FieldRule(path="tags", codes={"sport": "play"}))) == ()


def test_an_item_that_does_not_speak_of_it_makes_no_fact() -> None:
    assert facts(fact_rule(indicator="no_such_field", value="deedline_value")) == ()


def test_a_pattern_cuts_out_its_group_where_the_text_is_trusted() -> None:
    rule = fact_rule(
        indicator="deedline_indicator", value=FieldRule(path="title", pattern=r"(\d+) strike aircraft")
    )
    (fact,) = facts(rule, trust_text=True)
    assert fact.value == Value(22)


def test_a_pattern_without_group_gives_its_match() -> None:
    rule = fact_rule(event=FieldRule(path="title", pattern="(?i)LEFT", codes={"left": "withdraw"}))
    assert [fact.event for fact in facts(rule, trust_text=True)] == ["withdraw"]


def test_a_fact_from_a_pattern_is_suspected_with_its_words_where_the_text_is_not_trusted() -> None:
    rule = fact_rule(event=FieldRule(path="title", pattern="left"))
    mapped = Mapper(source(rule)).read(ITEM, PUBLISHED)
    assert (mapped.facts, mapped.problems) == ((), ())
    (suspected,) = mapped.suspected
    assert (suspected.fact.event, suspected.quote) == ("left", Quote("title", 19, 23, "left"))


def test_an_item_that_a_pattern_does_not_match_is_no_problem() -> None:
    rule = fact_rule(event=FieldRule(path="title", pattern="arrived"))
    assert Mapper(source(rule)).read(ITEM, PUBLISHED) == ((), (), ())


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("value", "about twenty", "not a number"),
        ("value", "1,200", "write 1200"),
        ("value", "NaN", "finite"),
        ("occurred", "last Tuesday", "date"),
        ("nature", "gossip", "nature"),
        ("qualifier", "roughly", "qualifier"),
        ("unit", "x" * 400, "characters"),
    ],
)
def test_a_value_that_cannot_be_read_loses_its_fact_only(field: str, text: str, word: str) -> None:
    fields: dict[str, str | FieldRule] = {"event": FieldRule(constant="withdraw"), "value": "deedline_value"}
    bad = fact_rule(**(fields | {field: FieldRule(constant=text)}))
    good = fact_rule(event=FieldRule(constant="depart"))
    found, _, problems = Mapper(source(bad, good)).read(ITEM, PUBLISHED)
    assert [fact.event for fact in found] == ["depart"]
    assert problems[0].startswith("fact 1: ")
    assert word in problems[0]


def test_ranges_qualifiers_and_periods_are_read_as_in_files() -> None:
    rule = fact_rule(
        indicator=FieldRule(constant="killed"),
        value=FieldRule(constant="1500"),
        qualifier=FieldRule(constant="at_least"),
        occurred=FieldRule(constant="2016-03"),
    )
    (fact,) = facts(rule)
    assert fact.value == Value(1500, Qualifier.AT_LEAST)
    assert fact.occurred == month_span(2016, 3, "UTC")
    assert fact.occurred.precision is Precision.MONTH


def test_a_feed_with_fields_of_its_own_makes_facts() -> None:
    rule = fact_rule(
        indicator="deedline:indicator",
        value="deedline:value",
        occurred="published",
        actor=FieldRule(path="author", codes={"MoD": "Russia"}),
    )
    fields = item(1, deedline_indicator="aircraft departed", deedline_value="5") + element("dc:creator", "MoD")
    (report,) = collected(rss(fields), source(rule)).reports
    (fact,) = report.facts
    assert (fact.indicator, fact.value, fact.actor) == ("aircraft departed", Value(5), "Russia")
    assert fact.occurred.start == report.published


def test_an_attribute_is_reached_by_its_name() -> None:
    rule = fact_rule(event=FieldRule(constant="depart"), unit="deedline_figure.unit")
    (report,) = collected(rss(item(1) + '<deedline:figure unit="aircraft"/>'), source(rule)).reports
    assert report.facts[0].unit == "aircraft"


def test_a_report_whose_facts_cannot_be_read_is_kept_without_them() -> None:
    rule = fact_rule(event=FieldRule(constant="depart"), value="title")
    result = collected(rss(item(1)), source(rule))
    assert result.reports[0].facts == ()
    assert result.problems[0].startswith("item 1 ('Report 1'): fact 1: ")


def test_a_pattern_that_is_none_is_named() -> None:
    with pytest.raises(SourceFailed, match=r"the pattern '\(' for event in map cannot be used"):
        Mapper(source(fact_rule(event=FieldRule(path="title", pattern="("))))
