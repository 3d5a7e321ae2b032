"""The labelled pairs of news reports keep the form that the measurement of near copies relies on."""

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

PAIRS = Path(__file__).with_name("pairs.jsonl")
FRESH, MORE, MORE2, MORE3, MORE4, BLIND = (
    Path(__file__).with_name(f"{name}.jsonl") for name in ("fresh", "more", "more2", "more3", "more4", "blind")
)
FIELDS = {"id", "part", "event", "label", "hard", "why", "made", "a", "b"}
REPORT_FIELDS = {"source", "published", "title", "text"}


def labelled_pairs() -> list[dict[str, Any]]:
    return _read(PAIRS)


def fresh_pairs() -> list[dict[str, Any]]:
    return _read(FRESH)


def all_pairs() -> list[dict[str, Any]]:
    further = (MORE, MORE2, MORE3, MORE4, BLIND)
    return labelled_pairs() + [pair for file in further for pair in _read(file)] + fresh_pairs()


def _read(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_every_line_has_the_agreed_fields_and_values() -> None:
    for pair in all_pairs():
        assert set(pair) == FIELDS, pair["id"]
        assert pair["part"] in {"dev", "held", "more", "more2", "more3", "more4", "fresh", "blind"}
        assert pair["label"] in {"copy", "same_event", "different"}
        assert pair["made"] in {"hand", "edited"}
        assert pair["why"].strip()
        assert pair["event"].strip()


def test_both_reports_of_a_pair_are_complete_and_dated_in_utc() -> None:
    for pair in all_pairs():
        for report in (pair["a"], pair["b"]):
            assert set(report) == REPORT_FIELDS, pair["id"]
            assert all(report[field].strip() for field in REPORT_FIELDS), pair["id"]
            assert report["published"].endswith("Z"), pair["id"]
            assert datetime.fromisoformat(report["published"]).utcoffset() == timedelta(0), pair["id"]


def test_no_id_is_used_twice() -> None:
    ids = [pair["id"] for pair in all_pairs()]
    assert len(ids) == len(set(ids))


def test_no_two_lines_hold_the_same_two_reports() -> None:
    words = [frozenset((pair[side]["title"], pair[side]["text"]) for side in "ab") for pair in all_pairs()]
    assert len(words) == len(set(words))


def test_only_different_reports_are_called_hard() -> None:
    assert all(pair["label"] == "different" for pair in all_pairs() if pair["hard"])


def test_there_are_enough_pairs_of_every_label() -> None:
    counts = Counter((pair["label"], pair["hard"]) for pair in labelled_pairs())
    assert counts["different", True] >= 350
    assert counts["different", False] >= 150
    assert counts["copy", False] >= 250
    assert counts["same_event", False] >= 120


def test_at_least_two_hundred_pairs_are_written_by_hand() -> None:
    assert sum(pair["made"] == "hand" for pair in labelled_pairs()) >= 200


def test_at_least_twelve_pairs_count_the_same_event_the_other_way_round() -> None:
    inverted = [pair for pair in labelled_pairs() if pair["why"] == "inverted count"]
    assert len(inverted) >= 12
    assert all(pair["label"] == "same_event" for pair in inverted)


def test_each_part_holds_about_half_of_every_label() -> None:
    counts = Counter((pair["label"], pair["hard"], pair["part"]) for pair in labelled_pairs())
    for label, hard, _ in list(counts):
        dev, held = counts[label, hard, "dev"], counts[label, hard, "held"]
        assert 0.4 <= dev / (dev + held) <= 0.6, (label, hard)


def test_no_event_is_found_in_both_parts() -> None:
    events: dict[str, set[str]] = {"dev": set(), "held": set()}
    for pair in labelled_pairs():
        events[pair["part"]].update(pair["event"].split(" | "))
    assert not events["dev"] & events["held"]


def test_a_report_is_never_found_in_both_parts() -> None:
    texts: dict[str, set[str]] = {"dev": set(), "held": set()}
    for pair in labelled_pairs():
        texts[pair["part"]].update(report["text"] for report in (pair["a"], pair["b"]))
    assert not texts["dev"] & texts["held"]


def test_the_fresh_part_has_its_own_file_events_and_enough_hard_negatives() -> None:
    fresh = fresh_pairs()
    assert {pair["part"] for pair in fresh} == {"fresh"}
    counts = Counter((pair["label"], pair["hard"]) for pair in fresh)
    assert counts["different", True] >= 100
    assert counts["copy", False] >= 50
    events = {event for pair in fresh for event in pair["event"].split(" | ")}
    assert not events & {event for pair in labelled_pairs() for event in pair["event"].split(" | ")}


def test_the_third_further_part_has_its_own_events_and_more_negatives_than_copies() -> None:
    pairs = _read(MORE3)
    assert {pair["part"] for pair in pairs} == {"more3"}
    counts = Counter((pair["label"], pair["hard"]) for pair in pairs)
    assert counts["different", True] >= 160
    assert counts["copy", False] >= 120
    others = labelled_pairs() + _read(MORE) + _read(MORE2) + fresh_pairs()
    assert not {pair["event"] for pair in pairs} & {pair["event"] for pair in others}


def test_texts_in_other_units_and_words_have_their_own_events_and_as_many_negatives() -> None:
    pairs = _read(MORE2)
    assert {pair["part"] for pair in pairs} == {"more2"}
    counts = Counter((pair["label"], pair["hard"]) for pair in pairs)
    assert counts["different", True] >= counts["copy", False] >= 60
    assert counts["same_event", False] >= 30
    assert not {pair["event"] for pair in pairs} & {pair["event"] for pair in _read(MORE) + fresh_pairs()}
