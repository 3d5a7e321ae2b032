"""Days and hours as one reader is told them: in their zone, with the names of their language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.domain.date_languages import DATE_WORDS, DateWords


@dataclass(frozen=True, slots=True)
class Dates:
    """Words dates for one zone and one language of `DATE_WORDS` (English for any other)."""

    tz: str
    language: str = "en"

    @property
    def words(self) -> DateWords:
        """Return the names and forms of the language."""
        return DATE_WORDS.get(self.language, DATE_WORDS["en"])

    def in_zone(self, tz: str) -> Dates:
        """Return the same words for days of another zone."""
        return replace(self, tz=tz)

    def day(self, instant: datetime) -> date:
        """Return the day an instant falls on."""
        return instant.astimezone(ZoneInfo(self.tz)).date()

    def short(self, day: date, beside: date) -> str:
        """Return a day as "14 Nov", with its year where that differs from the one it is read beside."""
        return self.full(day) if day.year != beside.year else self._filled(self.words.day, day)

    def full(self, day: date) -> str:
        """Return a day as "14 Nov 2016"."""
        return self._filled(self.words.dated, day)

    def within_week(self, instant: datetime, beside: datetime) -> str:
        """Return the day of an instant as "Mon 14 Nov", with its year where it differs from that of `beside`."""
        day = self.day(instant)
        return f"{self.words.days[day.weekday()]} {self.short(day, self.day(beside))}"

    def moment(self, instant: datetime) -> str:
        """Return an instant as "Mon 14 Nov 2016, 09:30"."""
        local = instant.astimezone(ZoneInfo(self.tz))
        return f"{self.words.days[local.weekday()]} {self.full(local.date())}, {local:%H:%M}"

    def span(self, start: datetime, end: datetime) -> str:
        """Return the days a stretch goes from and to, "14 to 21 Mar 2016"."""
        first, last = self.day(start), self.day(end)
        in_one_month = (first.year, first.month) == (last.year, last.month)
        begun = self._filled(self.words.alone, first) if in_one_month else self.short(first, last)
        return f"{begun} to {self.full(last)}"

    def _filled(self, form: str, day: date) -> str:
        return form.format(day=day.day, month=self.words.months[day.month - 1], year=day.year)
