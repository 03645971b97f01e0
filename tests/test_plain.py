"""The words kept for statisticians are found wherever a reader would meet them."""

from __future__ import annotations

import pytest

from tests.plain import statistical_words_above

PAGE = "<html><body><main><p>Calls.</p>{above}<h2>For statisticians</h2><p>p90</p></main></body></html>"


@pytest.mark.parametrize(
    "above",
    [
        "<p>The p90 wait</p>", "<p><b>So</b> the 95th percentile</p>", "<svg aria-label='An XmR chart'></svg>",
        "<table><tr><th>Erlang</th></tr></table>", "<h2>SARIMA</h2>",
    ],
)  # fmt: skip
def test_a_word_above_the_heading_is_found(above):
    assert len(statistical_words_above(PAGE.format(above=above).encode())) == 1


def test_under_the_heading_the_words_may_stand():
    assert statistical_words_above(PAGE.format(above="<p>9 in 10 waited 12 minutes</p>").encode()) == []


def test_without_the_heading_they_may_stand_nowhere():
    assert statistical_words_above(b"<html><body><p>A percentile</p></body></html>") == ["A percentile"]
