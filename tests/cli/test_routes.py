"""`deedline routes`: what keeps alarms from people is found, and who would get one is said."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from tests.cli.desk import make_desk
from tests.cli.running import Ran, deedline
from tests.stand_ins.smtp import Mailbox, running_smtp

GOOD = """
[owners]
grid-desk = ["email:grid@example.org"]
[email]
host = "127.0.0.1"
port = {port}
tls = "none"
from = "deedline@example.org"
[[routes]]
name = "grid"
tags = ["grid"]
destinations = ["email:grid@example.org"]
remind = "1 day"
quiet = {{from = "22:00", to = "07:00", zone = "Europe/Vienna"}}
escalate_after = "6 hours"
escalate_to = ["email:head@example.org"]
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a working folder that ran once; tests give it their settings."""
    desk = make_desk(tmp_path_factory.mktemp("routes"))
    assert deedline("run", "--once", folder=desk).code == 0
    return desk


def checked(desk: Path, settings: str, *more: str) -> Ran:
    (desk / "deedline.toml").write_text(settings, encoding="utf-8")
    return deedline("routes", "check", *more, folder=desk)


def problems(ran: Ran) -> list[tuple[str, str, str]]:
    return [(each["severity"], each["code"], each["about"]) for each in ran.data["problems"]]


def test_a_desk_as_it_is_made_has_nothing_to_complain_of(desk: Path) -> None:
    ran = checked(desk, "")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "0 routes, 1 promise: 0 errors, 0 remarks\n"


def test_where_no_promise_is_in_force_that_is_said_and_no_alarm_is_vouched_for(tmp_path: Path) -> None:
    fresh = make_desk(tmp_path)
    says = "1 promise in the rule files, none in force yet: no alarm comes"
    assert checked(fresh, "").err.endswith(f"{says}\n")
    (fresh / "rules" / "promises.yaml").write_text("promises: [{id: x}]\n", encoding="utf-8")
    deedline("run", "--once", folder=fresh)
    says = "no promise is in force, with 1 rule file there: no alarm comes"
    assert checked(fresh, "").err.endswith(f"{says}\n")
    doctor = deedline("doctor", folder=fresh).out
    assert f"✖ routes: {says}\n    cure: `deedline rules check`" in doctor
    assert "reaches somebody" not in doctor


def test_alarms_that_reach_nobody_are_an_error(desk: Path) -> None:
    ran = checked(desk, "[alerts]\ndestinations = []\n", "--json")
    assert ran.code == 1
    assert problems(ran) == [("error", "reaches nobody", "grid-plan")]


def test_several_places_that_name_what_is_not_set_up_are_told_as_several(desk: Path) -> None:
    route = '[[routes]]\nname = "energy"\ndestinations = ["slack"]\n[owners]\nflood-desk = ["slack"]\n'
    ran = checked(desk, route)
    assert "route 'energy' and owner 'flood-desk' name slack, which is not set up" in ran.out


def test_alarms_that_only_the_service_prints_are_a_remark(desk: Path) -> None:
    ran = checked(desk, GOOD.format(port=9).replace('tags = ["grid"]', 'statuses = ["broken"]'), "--json")
    assert ran.code == 3
    assert problems(ran) == [("remark", "console only", "grid-plan")]


def test_a_route_that_another_shadows_is_named_with_the_cure(desk: Path) -> None:
    ran = checked(desk, GOOD.format(port=9) + '[[routes]]\ntags = ["grid"]\ndestinations = ["console"]\n')
    assert ran.code == 1
    assert ran.out == (
        "error: route 'route 2' is never reached: 'grid' before it takes all of it"
        " (put it before 'grid', or let that `continue`)\n"
    )


def test_a_route_that_takes_no_promise_is_a_remark(desk: Path) -> None:
    ran = checked(
        desk, GOOD.format(port=9) + '[[routes]]\ntags = ["gird"]\ndestinations = ["console"]\n', "--json"
    )
    assert (ran.code, problems(ran)) == (3, [("remark", "idle", "route 2")])


def test_an_owner_that_is_told_nowhere_is_an_error_of_check_and_doctor_and_a_remark_of_the_rules(
    desk: Path,
) -> None:
    settings = f'owner = "boss"\n{GOOD.format(port=9)}'
    assert problems(checked(desk, settings, "--json")) == [("error", "owner without a route", "boss")]
    findings = deedline("doctor", "--json", folder=desk).data
    (found,) = [each for each in findings if each["check"] == "routes"]
    assert found["says"] == "the owner 'boss' of grid-plan is told nowhere"
    assert found["cure"].startswith("say where under [owners]")
    remarks = deedline("rules", "check", folder=desk)
    assert remarks.code == 3
    assert "promises.yaml:9:" in remarks.out
    assert "the owner `boss` of `grid-plan` is told nowhere" in remarks.out


def test_an_owner_at_a_mail_address_is_told_nowhere_until_mail_is_set_up(desk: Path) -> None:
    route = '[[routes]]\ndestinations = ["console"]\n'
    settings = f'owner = "ann@example.org"\n{route}'
    ran = checked(desk, settings)
    assert ran.code == 1
    assert (
        "'ann@example.org' of grid-plan is told nowhere: that is a mail address, and mail is not set up" in ran.out
    )
    assert "set email.host and email.from to a mail server and our address" in ran.out
    assert (
        "is told nowhere: that is a mail address, and mail is not set up"
        in deedline("rules", "check", folder=desk).out
    )
    mended = checked(desk, f'{settings}[email]\nhost = "127.0.0.1"\nfrom = "deedline@example.org"\n', "--json")
    assert [code for _, code, _ in problems(mended)] == ["console only"]


def test_what_is_not_set_up_is_named_with_what_it_lacks_and_the_rest_goes_on(desk: Path) -> None:
    settings = '[[routes]]\ndestinations = ["slack", "email:a@example.org"]\ncontinue = true\n'
    ran = checked(desk, settings)
    assert ran.code == 1
    assert "names slack, which is not set up: the settings lack slack.token and slack.channel" in ran.out
    assert "set email.host and email.from, or take email out" in ran.out
    once = deedline("run", "--once", folder=desk)
    assert once.code == 0
    assert "routes: route 'route 1' names slack, which is not set up" in once.err


def test_mail_to_nobody_is_an_error_with_the_cure(desk: Path) -> None:
    ran = checked(desk, GOOD.format(port=9).replace('["email:grid@example.org"]\nremind', '["email"]\nremind'))
    assert ran.code == 1
    assert "route 'grid' names email, but email.to is empty: nobody is written to (set email.to" in ran.out


def test_a_service_that_is_not_among_those_of_apprise_is_an_error(desk: Path) -> None:
    ran = checked(desk, '[[routes]]\ndestinations = ["apprise:discord-123456"]\n')
    assert ran.code == 1
    assert "route 'route 1' names apprise:discord-123456, which is no service of apprise.urls" in ran.out


def test_a_layout_that_fails_is_found_before_a_message_needs_it(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker_notifiers.email import EmailSender

    def payload(*_: object) -> dict[str, object]:
        raise KeyError("no such block")

    monkeypatch.setattr(EmailSender, "payload", payload)
    ran = checked(desk, GOOD.format(port=9), "--json")
    assert (ran.code, problems(ran)) == (1, [("error", "layout", "email")])


def test_only_online_are_destinations_asked(desk: Path) -> None:
    with running_smtp(Mailbox()) as port:
        assert checked(desk, GOOD.format(port=port), "--online").code == 0
    bad = GOOD.format(port=9)
    assert checked(desk, bad).code == 0
    assert problems(checked(desk, bad, "--online", "--json")) == [("error", "reach", "email")]


def test_it_is_explained_who_gets_an_alarm_when_and_what_comes_after(desk: Path) -> None:
    checked(desk, GOOD.format(port=9))
    ran = deedline("routes", "explain", "grid-plan", "overdue", "--at", "2026-05-04T23:00:00+02:00", folder=desk)
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == [
        "route grid: takes it",
        "told: email:grid@example.org by grid, held by quiet hours until 5 May 2026 05:00 UTC;"
        " reminded every 1 day, at most 3 times",
        "unacknowledged after 6 hours: email:head@example.org",
    ]


def test_it_is_explained_why_a_route_does_not_fit_and_what_hides_the_alarm(desk: Path) -> None:
    checked(desk, GOOD.format(port=9).replace('tags = ["grid"]', 'tags = ["rail"]\nstatuses = ["broken"]'))
    hide = ("--tag", "grid", "--until", "2100-01-01", "--reason", "a holiday", "--by", "ann")
    number = deedline("silence", "add", *hide, "--json", folder=desk).data["silence"]
    ran = deedline("routes", "explain", "grid-plan", "overdue", "--json", folder=desk)
    assert ran.data["routes"] == [{"route": "grid", "takes": False, "unlike": ["tag", "status"]}]
    assert [(each["by"], each["reason"]) for each in ran.data["hidden_by"]] == [("ann", "a holiday")]
    assert [(each["destination"], each["route"]) for each in ran.data["told"]] == [("console", "alerts")]
    lines = deedline("routes", "explain", "grid-plan", "overdue", folder=desk).out.splitlines()
    assert lines[:2] == ["route grid: does not fit: tag, status", "no route takes it: it goes by [alerts]"]
    deedline("silence", "end", number, "--by", "ann", folder=desk)


def followed(desk: Path, *asked: str) -> tuple[list[object], list[object], str | None]:
    """Return the times between reminders, the routes that escalate, and why nothing of both would come."""
    ran = deedline("routes", "explain", *asked, "--json", folder=desk)
    assert ran.code == 0, ran.err
    told, escalated = ran.data["told"], ran.data["escalated"]
    seconds = [each["remind_seconds"] for each in told]
    return seconds, [each["route"] for each in escalated], ran.data["not_followed_up_because"]


def test_no_reminders_are_named_where_none_would_come(desk: Path, tmp_path: Path) -> None:
    own = copytree(desk, tmp_path / "own")
    checked(own, GOOD.format(port=9))
    assert followed(own, "grid-plan", "overdue") == ([86_400.0], ["grid"], None)
    seconds, escalated, because = followed(own, "grid-plan", "kept")
    assert (seconds, escalated, str(because)[:16]) == ([None], [], "kept is no alarm")
    deedline("ack", "grid-plan", "--by", "ann", folder=own)
    assert followed(own, "grid-plan", "broken") == ([None], [], "ann acknowledged the alarm that is open")
    out = deedline("routes", "explain", "grid-plan", "broken", folder=own).out
    assert "reminded every" not in out
    assert "nobody is reminded and nothing escalated: ann acknowledged the alarm that is open\n" in out


def test_a_silence_hides_reminders_too(desk: Path, tmp_path: Path) -> None:
    own = copytree(desk, tmp_path / "own")
    checked(own, GOOD.format(port=9))
    hide = ("--tag", "grid", "--until", "2100-01-01", "--reason", "a holiday", "--by", "ann")
    deedline("silence", "add", *hide, folder=own)
    lines = deedline("routes", "explain", "grid-plan", "overdue", folder=own).out.splitlines()
    assert lines[-2:] == [
        "told: email:grid@example.org by grid, once no silence hides it",
        "nobody is reminded and nothing escalated: a silence hides it; both begin once it is told after that",
    ]


def test_it_is_explained_for_a_promise_that_is_not_written_yet(desk: Path) -> None:
    checked(desk, GOOD.format(port=9).replace('["email:grid@example.org"]\nremind', '["owner"]\nremind'))
    like = ("--tag", "grid", "--owner", "grid-desk", "--actor", "Ministry", "--priority", "critical")
    ran = deedline("routes", "explain", "overdue", *like, "--json", folder=desk)
    assert (ran.code, ran.err, ran.data["promise"]) == (0, "", None)
    assert [(each["recipient"], each["held_until"]) for each in ran.data["told"]] == [("grid@example.org", None)]
    other = deedline("routes", "explain", "overdue", "--tag", "gird", folder=desk)
    assert other.out.splitlines()[0] == "route grid: does not fit: tag"
    assert other.err == "no promise has the tag `gird`; did you mean `grid`?\n"


def test_it_is_explained_for_a_promise_that_is_not_in_force_yet(desk: Path, tmp_path: Path) -> None:
    own = copytree(desk, tmp_path / "own")
    rules = own / "rules" / "promises.yaml"
    rules.write_text(rules.read_text().replace("id: grid-plan", "id: rail-plan"))
    checked(own, GOOD.format(port=9))
    assert followed(own, "rail-plan", "overdue") == ([86_400.0], ["grid"], None)


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (("grid-plam", "overdue"), "grid-plan"),
        (("grid-plan", "overdu"), "did you mean overdue?"),
        (("nothing-like-it", "overdue"), "without a promise: `deedline routes explain overdue --tag"),
        (("grid-plan",), "name the status as well: what if grid-plan turned to it?"),
        (("grid-plan", "overdue", "broken"), "one promise and one status are asked about"),
        (("grid-plan", "overdue", "--tag", "grid"), "grid-plan is what it is"),
        (("overdue", "--priority", "urgent"), "no priority is called 'urgent'"),
    ],
)
def test_what_is_misspelt_is_named_with_the_nearest(desk: Path, asked: tuple[str, str], hint: str) -> None:
    ran = deedline("routes", "explain", *asked, folder=desk)
    assert ran.code == 1
    assert hint in ran.err
