"""Renders mail templates: everything escaped, the style sheet inlined, only media queries left in the head."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tracker.domain.statuses import Group
from tracker_notifiers.palette import DARK, DARKENED, LIGHT
from tracker_notifiers.unbroken import unbroken

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(template: str, **values: object) -> str:
    """Return the finished HTML of a template."""
    import css_inline

    html = _environment().get_template(template).render(values)
    inlined: str = css_inline.inline(html, keep_at_rules=True, load_remote_stylesheets=False)
    # What is left of the style sheet comes first in the head, and a browser looks for this in its first kilobyte.
    return inlined.replace("<head>", '<head><meta charset="utf-8">', 1)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("tracker_notifiers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_whole_dates,
    )
    groups = tuple(group.lower().replace(" ", "-") for group in Group)
    made.globals.update(light=LIGHT, dark=DARK, darkened=DARKENED, groups=groups)
    return made


def _whole_dates(value: object) -> object:
    """Keep the dates in a text together; what a macro laid out was done piece by piece."""
    return unbroken(value) if type(value) is str else value
