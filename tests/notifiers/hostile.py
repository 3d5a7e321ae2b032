"""Texts as somebody who wants to harm a reader would write them."""

from __future__ import annotations

from hypothesis import strategies as st

FRAGMENTS = (
    "<!channel>",
    "<!here|all>",
    "<@U123>",
    "<#C1>",
    "<https://evil.example|bank>",
    "&lt;!channel&gt;",
    "&amp;",
    "&",
    "<",
    ">",
    "|",
    "*",
    "_",
    "~",
    "`",
    ":x:",
    "\n",
    "\r\nBcc: all@example.org",
    "\x00",
    "\x1b[2J",
    "\u202e",
    "\u2066",
    "\ud800",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    '" onmouseover="x',
    "javascript:alert(1)",
    "https://example.org/a",
    "😀",
)

texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=12).map("".join),
    st.sampled_from(FRAGMENTS).map(lambda fragment: fragment * 900),
)

links = st.one_of(
    texts,
    texts.map(lambda text: f"https://example.org/{text}"),
    texts.map(lambda text: f"http://{text}"),
    st.just("javascript:alert(1)"),
    st.just("https://example.org/" + "a" * 5000),
)
