"""Any report that a source may bring, for laws about keeping it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from tracker.domain.instants import Precision, Span
from tracker.domain.reports import Fact, Grade, Nature, Report
from tracker.domain.values import Qualifier, Value

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
instants = st.datetimes(datetime(1900, 1, 1), datetime(2016, 4, 1), timezones=st.just(UTC))
spans = st.builds(
    lambda start, days, precision: Span(start, start + timedelta(days=days), precision),
    instants,
    st.integers(0, 400),
    st.sampled_from(Precision),
)
numbers = st.floats(allow_nan=False)
values = st.builds(Value, numbers, st.sampled_from(Qualifier), st.none() | numbers)
facts = st.builds(
    Fact,
    spans,
    st.none() | texts,
    st.none() | texts,
    st.none() | values,
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
    st.sampled_from(Nature),
    st.none() | texts,
    st.none() | texts,
    texts,
    st.booleans(),
)
names = st.lists(texts, max_size=2).map(tuple)
reports = st.builds(
    Report,
    texts,
    texts,
    instants,
    st.lists(facts, max_size=3).map(tuple),
    st.none() | texts,
    texts,
    texts,
    texts,
    st.builds(Grade, st.none() | st.sampled_from("ABCDEF"), st.none() | st.integers(1, 6)),
    st.none() | texts,
    names,
    names,
    names,
    names,
    names,
    st.booleans(),
)
