"""The flag that lets no skipped test pass unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import no_skips

SKIPPED = "@pytest.mark.skip\ndef test_it(): pass"
GONE = "pytest.importorskip('no_such_module')"
PASSED = "def test_it(): pass"


def run(pytester: pytest.Pytester, test: str, *flags: str) -> pytest.RunResult:
    """Run one made-up test with the flag on offer and nothing else of ours."""
    pytester.makeconftest(Path(no_skips.__file__).read_text(encoding="utf-8"))
    pytester.makepyfile(f"import pytest\n\n{test}\n")
    return pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider", *flags)


@pytest.mark.parametrize("test", [SKIPPED, f"def test_it(): {GONE}"])
def test_a_skipped_test_fails_the_run_that_allows_none(pytester: pytest.Pytester, test: str) -> None:
    result = run(pytester, test, "--no-skips")
    assert result.ret == 1
    assert "1 skipped, and --no-skips allows none" in result.stdout.str()


def test_a_skipped_module_fails_the_run_that_allows_none(pytester: pytest.Pytester) -> None:
    assert run(pytester, f"{GONE}\n\n{PASSED}", "--no-skips").ret != 0


def test_a_skipped_test_passes_an_ordinary_run(pytester: pytest.Pytester) -> None:
    assert run(pytester, SKIPPED).ret == 0


def test_nothing_skipped_passes(pytester: pytest.Pytester) -> None:
    assert run(pytester, PASSED, "--no-skips").ret == 0
