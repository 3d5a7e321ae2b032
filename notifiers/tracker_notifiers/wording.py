"""The words every sender uses for a notice: its headline, what was said, why it was sent. No markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.domain.alerts import Delivery, DeliveryKind, EvidenceLine, Notice, Why
from tracker.domain.counting import counted
from tracker.domain.date_languages import DATE_WORDS
from tracker.domain.interactions import AskedLine
from tracker.domain.statuses import GROUPS, SYMBOLS, Flag, Status
from tracker.domain.verdicts import Bearing
from tracker_notifiers.outside_text import one_line, safe_link

FLAG_WORDS: Mapping[Flag, str] = {
    Flag.DUE_SOON: "due soon",
    Flag.BEHIND_PACE: "behind pace",
    Flag.CLAIMED_NOT_CONFIRMED: "claimed, not confirmed",
    Flag.DEADLINE_MOVED: "deadline moved",
    Flag.PUBLISHED_LATE: "published late",
    Flag.DEPENDS_ON_READING: "depends on the reading",
    Flag.PRELIMINARY: "preliminary figures",
    Flag.CONCEDED: "conceded by the promisor",
    Flag.CONTESTED: "contested",
    Flag.LAPSED: "lapsed on its last day",
    Flag.AMOUNT_CHANGED: "amount changed",
    Flag.MAY_HAVE_BEEN_REACHED: "may have been reached",
    Flag.DATE_ASSUMED: "a date was assumed",
    Flag.CLAMPED: "a publication dated ahead was set back",
    Flag.COVERAGE_ASSUMED: "coverage was assumed",
}

MONTHS = DATE_WORDS["en"].months
DAYS = DATE_WORDS["en"].days
"""Our own names: the machine's locale must not change a message."""

IN_HEADLINE = (Flag.CLAIMED_NOT_CONFIRMED, Flag.DEPENDS_ON_READING, Flag.CONTESTED)
"""Flags without which a headline would mislead."""

SILENT_PAST_DUE = frozenset({Status.OVERDUE, Status.AWAITING, Status.UNVERIFIABLE})

LEADS: Mapping[Why, str] = {Why.REMINDER: "Reminder", Why.ESCALATED: "Escalated"}
"""What stands before the subject of a message that repeats what was told: without it two look like one."""

MOST_CITED = 3
"""Deciding accounts named for each promise of a message about several; the rest is counted."""

MEANWHILE = "resolved before anybody was told"
REPEATED = "Possibly a repeat: the answer to an earlier attempt was lost."
TEST_WORDS = "Deedline test: messages for this destination arrive here."


def status_words(status: Status) -> str:
    """Return the status as people read it."""
    return status.replace("_", " ")


def verdict_words(status: Status) -> str:
    """Return symbol, word for people and status, "▲ Act: overdue"; a word that says it all stands alone."""
    group, told = GROUPS[status], status_words(status)
    return f"{symbol(status)} {group}" if told == group.casefold() else f"{symbol(status)} {group}: {told}"


def symbol(status: Status) -> str:
    """Return the sign of the word a status belongs under."""
    return SYMBOLS[GROUPS[status]]


def short_day(day: date, beside: date) -> str:
    """Return a day as "14 Nov", with its year where that differs from the one it is read beside."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != beside.year else "")


def full_day(day: date) -> str:
    """Return a day as "14 Nov 2016"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def local_day(instant: datetime, tz: str) -> date:
    """Return the day an instant falls on in a zone."""
    return instant.astimezone(ZoneInfo(tz)).date()


def moment(instant: datetime, tz: str) -> str:
    """Return an instant as people read it, "Mon 14 Nov 2016, 09:30"."""
    local = instant.astimezone(ZoneInfo(tz))
    return f"{DAYS[local.weekday()]} {full_day(local.date())}, {local:%H:%M}"


def sentence(text: str, limit: int) -> str:
    """Return an outside sentence on one line, its first letter a capital."""
    line = one_line(text, limit)
    return line[:1].upper() + line[1:]


def since(notice: Notice) -> str:
    """Return " since 14 Nov (3 days late)" for a deadline that passed without proof, else nothing."""
    if notice.late_since is None or notice.status not in SILENT_PAST_DUE:
        return ""
    today, start = local_day(notice.at, notice.tz), local_day(notice.late_since, notice.tz)
    days = (today - start).days
    late = f" ({counted(days, 'day')} late)" if days > 0 and notice.status is Status.OVERDUE else ""
    return f" since {short_day(start, today)}{late}"


def beside(notice: Notice) -> str:
    """Return the flags without which the status would mislead, in brackets with a blank before, or nothing."""
    flags = [FLAG_WORDS[flag] for flag in IN_HEADLINE if flag in notice.flags]
    return f" ({'; '.join(flags)})" if flags else ""


def headline(notice: Notice) -> str:
    """Return symbol, word, status, lateness, which part, title and actor on one line."""
    told = f"{verdict_words(notice.status)}{beside(notice)}{since(notice)}"
    return f"{told} - {title(notice)}{actors(notice.by)}"


def title(notice: Notice, limit: int = 300) -> str:
    """Return the title of the promise, after the part of it that is told of: "May 2016: Publish grid plan"."""
    part = f"{one_line(notice.part, 120)}: " if notice.part else ""
    return f"{part}{one_line(notice.title, limit)}"


def actors(by: Iterable[str]) -> str:
    """Return the promisors in brackets with a blank before, or nothing."""
    names = ", ".join(one_line(name) for name in by)
    return f" ({names})" if names else ""


def move(notice: Notice) -> str:
    """Return "overdue → kept late", or only the status if there was none before."""
    new = status_words(notice.status)
    return new if notice.old in (None, notice.status) else f"{status_words(notice.old or notice.status)} → {new}"


def changed(notice: Notice) -> str:
    """Return "overdue → kept late" where the status is another than people knew before, else nothing."""
    return move(notice) if notice.old not in (None, notice.status) and not notice.unheard else ""


def said_day(notice: Notice) -> str:
    """Return when it was said, "Said 2 May"."""
    return f"Said {short_day(notice.said_on, local_day(notice.at, notice.tz))}"


def said(notice: Notice) -> str:
    """Return when it was said and the quote, "Said 2 May: “We will publish”"."""
    quote = one_line(notice.quote, 600)
    return f"{said_day(notice)}: “{quote}”" if quote else f"{said_day(notice)}."


def cited(notice: Notice) -> tuple[EvidenceLine, ...]:
    """Return the accounts that the verdict rests on, as many as a message about several promises has room for."""
    return deciding(notice)[:MOST_CITED]


def uncited(notice: Notice) -> str:
    """Return how many further accounts the verdict rests on, "and 2 more", or nothing."""
    more = len(deciding(notice)) - MOST_CITED
    return f"and {more} more" if more > 0 else ""


def deciding(notice: Notice) -> tuple[EvidenceLine, ...]:
    """Return the accounts that the verdict rests on."""
    return tuple(line for line in notice.evidence if line.decides)


def of_bearing(notice: Notice, bearing: Bearing) -> tuple[EvidenceLine, ...]:
    """Return the evidence that points one way, what decides first."""
    return tuple(sorted((e for e in notice.evidence if e.bearing is bearing), key=lambda line: not line.decides))


def tally(notice: Notice) -> str:
    """Return "For 0 · Against 1"."""
    return f"For {len(of_bearing(notice, Bearing.FOR))} · Against {len(of_bearing(notice, Bearing.AGAINST))}"


def provenance(line: EvidenceLine) -> tuple[str, str]:
    """Return who says so ("Ministry via newswire") and the rest of the bracket (", 9 Nov, own word")."""
    origin, source = one_line(line.origin, 120), one_line(line.source, 120)
    two = bool(origin and source) and origin.casefold() != source.casefold()
    who = f"{origin} via {source}" if two else origin or source or "no source named"
    rest = [one_line(line.occurred, 60)] if line.occurred else []
    if line.self_serving:
        rest.append("interested party")
    return who, "".join(f", {part}" for part in rest)


def remarks(notice: Notice) -> str:
    """Return the flags that the headline does not already tell, as words with commas."""
    known = {str(flag): words for flag, words in FLAG_WORDS.items() if flag not in IN_HEADLINE}
    return ", ".join(known[flag] for flag in notice.flags if flag in known)


def readings(notice: Notice) -> tuple[str, ...]:
    """Return "36 aircraft: ✔ kept" for each reading, where there are several."""
    if len(notice.readings) < 2:
        return ()
    return tuple(
        f"{one_line(name, 120)}: {symbol(status)} {status_words(status)}"
        for name, status in notice.readings.items()
    )


def acknowledged(notice: Notice) -> str:
    """Return "✔ Acknowledged by ann, Mon 14 Nov 2016, 09:30", or nothing while nobody did."""
    if not notice.acknowledged_by:
        return ""
    when = f", {moment(notice.acknowledged_at, notice.tz)}" if notice.acknowledged_at else ""
    return f"✔ Acknowledged by {one_line(notice.acknowledged_by, 120)}{when}"


def footing(notice: Notice) -> str:
    """Return rule, cause of sending and route, "rule grid-plan v3 · why sent: first · by desk"."""
    rule = f"rule {one_line(notice.rule, 200)} · " if notice.rule else ""
    return f"{rule}why sent: {reasons_for_sending((notice,))}"


def reasons_for_sending(notices: Iterable[Notice]) -> str:
    """Return why a message was sent and by which routes, each once: "first, changed · by desk"."""
    told = tuple(notices)
    why = ", ".join(dict.fromkeys(str(notice.why) for notice in told))
    hidden = "; ".join(dict.fromkeys(one_line(notice.silenced, 200) for notice in told if notice.silenced))
    why = f"{why}, hidden by {hidden}" if hidden else why
    routes = "; ".join(dict.fromkeys(one_line(notice.via, 200) for notice in told if notice.via))
    return f"{why} · by {routes}" if routes else why


def in_group(notice: Notice) -> str:
    """Return what a shared message says of a promise below its headline: why, and what went unheard."""
    meanwhile = f"It was {status_words(notice.old)}: {MEANWHILE}. " if notice.old and notice.unheard else ""
    return f"{meanwhile}{sentence(notice.reason, 300)}".strip()


def group_headline(notices: tuple[Notice, ...]) -> str:
    """Return one line for several notices, "▲ 7 promises: 4 overdue, 3 kept"; the gravest sign leads.

    Where several are of one promise, it says so: "▲ 7 changes of 3 promises".
    """
    counts = {status: sum(1 for n in notices if n.status is status) for status in Status}
    told = ", ".join(f"{count} {status_words(status)}" for status, count in counts.items() if count)
    signs = {SYMBOLS[GROUPS[n.status]] for n in notices}
    lead = next(sign for sign in "✖▲?✔○■" if sign in signs)
    new = "new " if all(n.why is Why.BASELINE for n in notices) else ""
    promises = len({notice.promise for notice in notices})
    if promises < len(notices) and any(notice.part for notice in notices):
        return f"{lead} {len(notices)} changes of {counted(promises, 'promise')}: {told}"
    return f"{lead} {len(notices)} {new}promises: {told}"


def asked_headline(lines: Sequence[AskedLine], waiting: int = 0) -> str:
    """Return one line for items of the review queue, "? 3 passages may bear on 2 promises: please review"."""
    if waiting > len(lines):
        return f"? {counted(waiting, 'passage')} to review, {len(lines)} of them here"
    promises = counted(len({line.promise for line in lines}), "promise")
    if lines and all(line.decided for line in lines):
        return f"✔ {counted(len(lines), 'passage')} on {promises}: reviewed"
    return f"? {counted(len(lines), 'passage')} may bear on {promises}: please review"


def subject(delivery: Delivery) -> str:
    """Return the one line that stands for a whole delivery."""
    if delivery.mail is not None:
        return one_line(delivery.mail.subject)
    if delivery.asked:
        return asked_headline(delivery.asked, delivery.waiting)
    if not delivery.notices:
        return own_words(delivery)[0]
    line = headline(delivery.notices[0]) if len(delivery.notices) == 1 else group_headline(delivery.notices)
    if delivery.kind is DeliveryKind.TEST:
        return f"Test: {line}"
    why = {notice.why for notice in delivery.notices}
    lead = LEADS.get(why.pop()) if len(why) == 1 else None
    return f"{lead}: {line}" if lead else line


def own_words(delivery: Delivery) -> tuple[str, ...]:
    """Return what Deedline says of itself, line by line: for deliveries that carry neither notices nor a mail."""
    told = tuple(line for line in map(one_line, delivery.text.splitlines()) if line)
    if delivery.kind is DeliveryKind.TROUBLE:
        return ("▲ Deedline needs a look", *told)
    if delivery.kind is DeliveryKind.MENDED:
        return ("✔ Deedline is well again", *told)
    return told or (TEST_WORDS,)


def open_link(notice: Notice) -> str:
    """Return the promise's page as a safe address, empty without one."""
    return safe_link(notice.url)
