"""What is said of a tag that no promise has."""

from __future__ import annotations

from tracker.cli.tag_remarks import remarks


def test_where_no_promise_has_a_tag_that_is_said() -> None:
    assert list(remarks(["syria"], [])) == ["no promise has the tag `syria`; none has a tag so far"]


def test_a_tag_is_remarked_on_once_and_one_that_is_there_not_at_all() -> None:
    assert list(remarks(["syrai", "energy", "syrai"], ["syria", "energy"])) == [
        "no promise has the tag `syrai`; did you mean `syria`?"
    ]


def test_where_nothing_is_near_a_dozen_are_named_and_the_rest_counted() -> None:
    (line,) = remarks(["zoo"], [f"tag-{number:02}" for number in range(15)])
    assert line.endswith("`tag-11` and 3 more")
    assert line.count("`tag-") == 12
