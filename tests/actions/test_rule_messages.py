"""Rule files that turn wrong under a running service: who is told, once, and that the last good version stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import RowMapping, select

from tests.actions.making import SLACK, SetClock, bridges, new_store, on
from tracker.actions.look_up import list_promises
from tracker.domain.alerts import Target
from tracker.domain.errors import BadInput
from tracker.jobs.work import Work
from tracker.store.canonical import from_json
from tracker.store.outbox_rows import Payload
from tracker.store.store import Store
from tracker.store.tables.outbox import outbox

BROKEN = bridges("alma").replace("kind: achieve", "kind: achive")


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """Give a service whose rules are in force and whose first message was settled."""
    rules = tmp_path / "rules"
    rules.mkdir()
    store = new_store(tmp_path)
    work = Work(store, SetClock(on(2)), lambda *_: None, {}, (SLACK,), rules=rules)  # type: ignore[arg-type]
    write(work, bridges("alma"))
    assert texts(store) == []
    return work


def write(work: Work, text: str, name: str = "bridges.yaml") -> None:
    """Edit a rule file and let the service look."""
    assert work.rules is not None
    (work.rules / name).write_text(text, encoding="utf-8")
    work.apply_changed_rules()


def rows(store: Store) -> list[RowMapping]:
    """Return the messages about files that wait, oldest first."""
    with store.read() as connection:
        found = connection.execute(select(outbox).order_by(outbox.c.id)).mappings().all()
    return [each for each in found if each["kind"] in ("trouble", "mended")]


def texts(store: Store) -> list[tuple[str, str]]:
    """Return what they say."""
    return [(each["kind"], from_json(Payload, each["payload"]).text) for each in rows(store)]


def test_a_file_that_turns_wrong_is_told_with_its_first_mistake_and_stays_in_force(work: Work) -> None:
    write(work, BROKEN)
    ((kind, text),) = texts(work.store)
    assert kind == "trouble"
    assert (
        "The rule file bridges.yaml cannot be taken: its last good version, with 1 promise, stays in force."
        in text
    )
    assert "`achive` is not a kind of promise (did you mean `achieve`?)" in text
    assert [each.logged.promise.id for each in list_promises(work.store)] == ["alma"]


def test_another_mistake_in_the_same_file_is_no_news(work: Work) -> None:
    write(work, BROKEN)
    write(work, BROKEN + "oops: 1\n")
    assert len(texts(work.store)) == 1


def test_a_file_in_order_again_is_told_once(work: Work) -> None:
    write(work, BROKEN)
    write(work, bridges("alma") + "# mended\n")
    write(work, bridges("alma") + "# and again\n")
    assert [kind for kind, _ in texts(work.store)] == ["trouble", "mended"]
    assert "bridges.yaml is in order again" in texts(work.store)[1][1]


def test_a_file_that_was_never_right_says_that_nothing_of_it_counts(work: Work) -> None:
    write(work, "promises: 1\n", "new.yaml")
    assert "new.yaml cannot be taken: nothing of it is in force" in texts(work.store)[0][1]


def test_a_new_file_without_mistakes_is_no_news(work: Work) -> None:
    write(work, "# nothing yet\n", "new.yaml")
    assert texts(work.store) == []


def test_the_owners_of_the_promises_are_told_where_they_are_reached(work: Work) -> None:
    desk = Target("email", "desk@example.org")
    work.targets_of = lambda owner: (desk,) if owner == "desk" else (SLACK,)
    write(work, bridges("alma").replace("    due:", "    owner: desk\n    due:"))
    write(work, BROKEN)
    assert [(each["destination"], each["recipient"]) for each in rows(work.store)] == [
        ("email", "desk@example.org")
    ]


def test_many_files_are_one_message_that_counts_the_rest(work: Work) -> None:
    assert work.rules is not None
    for number in range(12):
        (work.rules / f"f{number:02}.yaml").write_text("promises: 1\n", encoding="utf-8")
    work.apply_changed_rules()
    ((_, text),) = texts(work.store)
    assert text.count("cannot be taken") == 8
    assert "And 4 more files" in text


def test_a_wrong_file_that_is_gone_is_told(work: Work) -> None:
    write(work, "promises: 1\n", "new.yaml")
    assert work.rules is not None
    (work.rules / "new.yaml").unlink()
    work.apply_changed_rules()
    assert [text for _, text in texts(work.store)][
        -1
    ] == "The rule file new.yaml is gone, and its mistakes with it."


def test_a_file_that_is_gone_with_its_promises_is_one_message(work: Work) -> None:
    write(work, bridges("alma", "kiel"))
    assert work.rules is not None
    (work.rules / "bridges.yaml").unlink()
    work.apply_changed_rules()
    assert texts(work.store) == [
        ("trouble", "The rule file bridges.yaml is gone: 2 promises are no longer watched.")
    ]


def test_a_folder_that_is_gone_is_told_once_and_again_when_it_is_back(work: Work) -> None:
    assert work.rules is not None
    gone = work.rules.rename(work.rules.with_name("elsewhere"))
    for _ in range(2):
        with pytest.raises(BadInput, match="no folder of rules"):
            work.apply_changed_rules()
    gone.rename(work.rules)
    for _ in range(2):
        work.apply_changed_rules()
    (kind, text), back = texts(work.store)
    assert kind == "trouble"
    assert "every promise stays in force as it was, and no edit counts until it is back" in text
    assert back == ("mended", "The folder of rules is there again, and edits count.")
    assert [each.logged.promise.id for each in list_promises(work.store)] == ["alma"]


def test_a_file_that_was_emptied_is_told(work: Work) -> None:
    write(work, "# nothing is left\n")
    ((kind, text),) = texts(work.store)
    assert (kind, text) == (
        "trouble",
        "The rule file bridges.yaml holds no promise any more: 1 promise is no longer watched.",
    )


def test_a_wrong_file_that_is_gone_with_its_promises_is_told_once(work: Work) -> None:
    write(work, BROKEN)
    assert work.rules is not None
    (work.rules / "bridges.yaml").unlink()
    work.apply_changed_rules()
    assert len(texts(work.store)) == 2
    assert texts(work.store)[1][1] == "The rule file bridges.yaml is gone: 1 promise is no longer watched."


def test_promises_that_move_to_another_file_are_no_news(work: Work) -> None:
    assert work.rules is not None
    (work.rules / "bridges.yaml").rename(work.rules / "spans.yaml")
    work.apply_changed_rules()
    assert texts(work.store) == []


def test_one_promise_out_of_several_that_goes_is_no_news(work: Work) -> None:
    write(work, bridges("alma", "kiel"))
    write(work, bridges("kiel"))
    assert texts(work.store) == []


def test_a_wrong_file_without_promises_counts_none(work: Work) -> None:
    write(work, "names: {places: {kiel: [kielce]}}\n", "more.yaml")
    write(work, "names: 1\n", "more.yaml")
    assert "more.yaml cannot be taken: its last good version stays in force." in texts(work.store)[0][1]


def test_a_copied_file_takes_nothing_over(work: Work) -> None:
    write(work, bridges("alma").replace("2016-05-20", "2016-05-25"), "another.yaml")
    (listed,) = list_promises(work.store)
    assert (listed.logged.file, listed.logged.ver) == ("bridges.yaml", 1)
    assert texts(work.store)[0][1].count("cannot be taken") == 2
