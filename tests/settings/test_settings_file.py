"""Reading settings: the file, the variables over it, secrets from files, and what is refused."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cli.settings_file import find_settings, lacking, load_settings, require_all
from tracker.domain.errors import BadSettings

SECRET = "xoxb-do-not-show-this"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return an empty settings file."""
    path = tmp_path / "deedline.toml"
    path.write_text("")
    return path


def refused(path: Path | None, environ: dict[str, str]) -> BadSettings:
    """Return the error these settings raise."""
    with pytest.raises(BadSettings) as caught:
        load_settings(path, environ)
    return caught.value


def test_a_variable_wins_over_the_file(file: Path) -> None:
    file.write_text('zone = "Europe/Vienna"\n[ticks]\njudge = 7.5\ndeliver = 2.0\n')
    settings = load_settings(file, {"DEEDLINE_ZONE": "Asia/Tokyo", "DEEDLINE_TICKS__JUDGE": "3"})
    assert (settings.zone, settings.ticks.judge, settings.ticks.deliver) == ("Asia/Tokyo", 3.0, 2.0)


def test_paths_count_from_the_folder_of_the_file(file: Path) -> None:
    file.write_text('[store]\npath = "data/log.sqlite"\n[rules]\nfolder = "/srv/rules"\n')
    settings = load_settings(file, {})
    assert settings.store.path == file.parent / "data" / "log.sqlite"
    assert settings.rules.folder == Path("/srv/rules")


def test_a_list_in_a_variable_takes_commas(file: Path) -> None:
    file.write_text('[email]\nhost = "mail"\nfrom = "a@example.org"\n')
    settings = load_settings(
        file,
        {"DEEDLINE_EMAIL__TO": "x@example.org, y@example.org", "DEEDLINE_ALERTS__DESTINATIONS": "console,email"},
    )
    assert settings.email.to == ("x@example.org", "y@example.org")
    assert settings.alerts.destinations == ("console", "email")


def test_subscribers_in_a_variable_are_json(file: Path) -> None:
    file.write_text('[email]\nhost = "mail"\nfrom = "a@example.org"\n')
    settings = load_settings(file, {"DEEDLINE_SUBSCRIBERS": '[{"address": "p@example.org", "hour": 6}]'})
    assert [(each.address, each.hour, each.weekday) for each in settings.subscribers] == [
        ("p@example.org", 6, "monday")
    ]


def test_a_secret_can_be_kept_in_a_file_of_its_own(file: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\n")
    settings = load_settings(file, {"DEEDLINE_SLACK__TOKEN_FILE": str(tmp_path / "token")})
    assert settings.slack.token.get_secret_value() == SECRET


def test_the_secret_of_a_webhook_and_the_addresses_of_apprise_can_be_kept_in_files(
    file: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    (tmp_path / "urls").write_text("discord://id/token,with,commas\nmsteams://a/b/c\n")
    settings = load_settings(
        file,
        {
            "DEEDLINE_WEBHOOK__URL": "http://127.0.0.1:9/hook",
            "DEEDLINE_WEBHOOK__SECRET_FILE": str(tmp_path / "secret"),
            "DEEDLINE_APPRISE__URLS_FILE": str(tmp_path / "urls"),
            "DEEDLINE_ALERTS__DESTINATIONS": "webhook,apprise",
        },
    )
    assert settings.webhook.secret.get_secret_value() == SECRET
    assert [url.get_secret_value() for url in settings.apprise.urls] == [
        "discord://id/token,with,commas",
        "msteams://a/b/c",
    ]
    assert "with,commas" not in repr(settings)


def test_a_webhook_without_a_secret_is_refused(file: Path) -> None:
    file.write_text('[alerts]\ndestinations = ["webhook"]\n[webhook]\nurl = "https://example.org/hook"\n')
    assert lacking(load_settings(file, {})) == ("alerts: webhook needs webhook.secret",)


def test_a_secret_given_twice_is_refused(file: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(SECRET)
    error = refused(file, {"DEEDLINE_SLACK__TOKEN_FILE": str(tmp_path / "token"), "DEEDLINE_SLACK__TOKEN": SECRET})
    assert error.message == "DEEDLINE_SLACK__TOKEN and DEEDLINE_SLACK__TOKEN_FILE are both set"


def test_a_secrets_file_that_is_not_there_is_named(file: Path) -> None:
    error = refused(file, {"DEEDLINE_EMAIL__PASSWORD_FILE": "/nowhere/password"})
    assert error.message.startswith("DEEDLINE_EMAIL__PASSWORD_FILE: /nowhere/password cannot be read")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zon = 'UTC'", "zon: there is no such setting (did you mean zone?)"),
        ("[slack]\ntokn = 'x'", "slack.tokn: there is no such setting (did you mean token?)"),
        ("zone = 'Mars/Olympus'", "zone: no time zone is called 'Mars/Olympus'"),
        ("zone = '../../etc/passwd'", "zone: no time zone is called"),
        ("public_url = 'deedline.example.org'", "public_url: a web address starts with http:// or https://"),
        ("[ticks]\njudge = 0", "ticks.judge: this has to be more than 0"),
        ("[email]\nport = 'x'", "email.port: this has to be a whole number"),
        ("[slack]\nmay_act = ['ann']", "slack.may_act: 'ann' is no Slack id"),
        (
            "[[subscribers]]\naddress = 'a@example.org'\nweekday = 'someday'",
            "subscriber 'a@example.org': weekday: this has to be 'monday'",
        ),
        ("[[subscribers]]\nhour = 1", "subscriber 1: address: this has to be set"),
        (
            "[[subscribers]]\naddress = 'a, b@example.org'",
            "subscriber 'a, b@example.org': address: this is",
        ),
        (
            "[[subscribers]]\naddress = 'a@b.c'\nlanguage = 'xx'",
            "subscriber 'a@b.c': language: no dates",
        ),
        (
            "[[subscribers]]\naddress = 'a@b.c'\n[[subscribers]]\naddress = 'A@b.c'",
            "subscribers: a@b.c is there more than once",
        ),
        ("store = 'x.sqlite'", "store: this has to be a table"),
        ("[alerts]\ndestinations = ['pager']", "alerts: no destination is called 'pager'"),
        ("zone = ", "this is not TOML"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_the_setting(file: Path, text: str, expected: str) -> None:
    file.write_text(text)
    error = refused(file, {})
    assert error.message.startswith(f"{file}: {expected}")
    assert error.hint


def test_what_is_named_and_not_set_up_is_told_all_at_once_and_stops_no_reading(file: Path) -> None:
    file.write_text(
        "[alerts]\ndestinations = ['slack', 'webhook']\nfallback = 'email'\n[[subscribers]]\naddress = 'a@b.c'\n"
    )
    settings = load_settings(file, {})
    with pytest.raises(BadSettings) as caught:
        require_all(settings)
    assert caught.value.message.splitlines() == [
        "alerts: slack needs slack.token and slack.channel",
        "alerts: webhook needs webhook.url and webhook.secret",
        "alerts: email needs email.host and email.from and email.to",
        "subscribers need email.host and email.from",
    ]
    assert caught.value.hint


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("DEEDLINE_ZON", "UTC", "there is no such setting (did you mean zone?)"),
        ("DEEDLINE_SLACK__TOKN", "x", "slack.tokn: there is no such setting (did you mean token?)"),
        ("DEEDLINE_EMAIL__PORT", "many", "email.port: this has to be a whole number"),
        ("DEEDLINE_SUBSCRIBERS", "me", "a whole table has to be JSON"),
    ],
)
def test_a_bad_variable_is_refused_with_its_name(file: Path, variable: str, value: str, expected: str) -> None:
    assert refused(file, {variable: value}).message.startswith(f"{variable}: {expected}")


def test_every_mistake_is_told_at_once(file: Path) -> None:
    file.write_text("zon = 1\n[ticks]\njudge = -1\ncollect = 0\n")
    assert len(refused(file, {}).message.splitlines()) == 3


def test_a_file_that_is_not_text_is_refused(file: Path) -> None:
    file.write_bytes(b"zone = '\xff'")
    assert "this is not TOML" in refused(file, {}).message


@pytest.mark.parametrize(
    "key",
    [
        "slack.token",
        "slack.app_token",
        "slack.signing_secret",
        "slack_webhook.url",
        "webhook.secret",
        "email.password",
    ],
)
def test_a_secret_shows_in_no_error_and_in_no_print(file: Path, key: str) -> None:
    table, name = key.split(".")
    variable = f"DEEDLINE_{table}__{name}".upper()
    held = f"https://{SECRET}" if name == "url" else SECRET
    assert SECRET not in repr(load_settings(file, {variable: held}))
    for wrong in (f'{name} = ["{SECRET}"]', f'{name} = {{x = "{SECRET}"}}', f'{name}x = "{SECRET}"'):
        file.write_text(f"[{table}]\n{wrong}\n")
        error = refused(file, {})
        assert SECRET not in error.message + error.hint
        assert error.__suppress_context__


def test_a_webhook_address_that_is_none_is_refused_without_showing_it(file: Path) -> None:
    error = refused(file, {"DEEDLINE_SLACK_WEBHOOK__URL": SECRET})
    assert (
        error.message
        == "DEEDLINE_SLACK_WEBHOOK__URL: slack_webhook.url: a web address starts with http:// or https://"
    )


def test_without_a_file_the_cure_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadSettings, match=r"there is no deedline\.toml in ") as caught:
        find_settings(None, {})
    assert "deedline init" in caught.value.hint


def test_the_named_file_wins_over_the_variable_and_that_over_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("deedline.toml", "a.toml", "b.toml"):
        (tmp_path / name).write_text("")
    environ = {"DEEDLINE_SETTINGS": "a.toml"}
    assert find_settings(Path("b.toml"), environ) == Path("b.toml")
    assert find_settings(None, environ) == Path("a.toml")
    assert find_settings(None, {}) == Path("deedline.toml")


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=20), max_size=3))
def test_whatever_the_variables_hold_is_read_or_refused_by_name(variables: dict[str, str]) -> None:
    environ = {f"DEEDLINE_{name}": value for name, value in variables.items()}
    told = ""
    with contextlib.suppress(BadSettings):
        load_settings(None, environ)
        told = "DEEDLINE_"
    if not told:
        told = refused(None, environ).message
    assert "DEEDLINE_" in told


def test_secrets_of_sources_are_named_freely_in_file_variable_or_file_of_their_own(file: Path) -> None:
    file.write_text('[secrets]\nFirst_Key = "one"\n')
    kept = file.parent / "third"
    kept.write_text("three\n")
    environ = {"DEEDLINE_SECRETS__SECOND_KEY": "two", "DEEDLINE_SECRETS__THIRD_KEY_FILE": str(kept)}
    settings = load_settings(file, environ)
    held = {name: value.get_secret_value() for name, value in settings.secrets.items()}
    assert held == {"first_key": "one", "second_key": "two", "third_key": "three"}
    assert "two" not in repr(settings)


def test_a_secret_of_a_source_that_looks_like_a_number_stays_text(file: Path) -> None:
    settings = load_settings(file, {"DEEDLINE_SECRETS__KEY": "0123"})
    assert settings.secrets["key"].get_secret_value() == "0123"


@pytest.mark.parametrize(
    ("text", "what"), [("'a b' = 'x'", "cannot be the name of a secret"), ("a = ''", "a is empty; give its value")]
)
def test_a_secret_that_cannot_be_named_or_is_empty_is_refused(file: Path, text: str, what: str) -> None:
    file.write_text(f"[secrets]\n{text}\n")
    assert what in refused(file, {}).message
