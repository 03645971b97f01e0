"""The ``[[targets]]`` of ``force.toml``: promised levels, each with the place where the promise is written down."""

from __future__ import annotations

import re

from reviewkit.data.declared.force import Target
from reviewkit.data.declared.schemas import STAGES
from reviewkit.data.declared.toml_fields import Fields
from reviewkit.data.declared.wording import did_you_mean, safe
from reviewkit.methods.measures import MEASURES

KEYS = ("channel", "stage", "measure", "threshold_s", "at_least", "at_most", "citation", "url")
_WEB = re.compile(r"https?://[^\s\"'<>]+")


def read_targets(top: Fields) -> tuple[Target, ...]:
    """Return all targets; what is wrong with one is noted in the reading."""
    return tuple(_target(top, number, entry) for number, entry in enumerate(top.tables("targets")))


def check_web_address(fields: Fields, key: str, address: str) -> None:
    """Report an address that is not a plain http or https one: it becomes a link on a public page."""
    if address and not _WEB.fullmatch(address):
        action = "Copy the address from the browser's address bar."
        expected = "an address that begins with https:// or http://"
        fields.reading.fault(fields.at(key), "bad-value", found=f'"{safe(address)}"', expected=expected, action=action)


def _target(top: Fields, number: int, entry: object) -> Target:
    fields = Fields(top.reading, ("targets", number), entry, known=KEYS)
    measure = _measure(fields)
    url = fields.text("url")
    check_web_address(fields, "url", url)
    threshold = fields.number("threshold_s", most=86_400, whole=True)
    if measure and MEASURES[measure].needs_threshold and "threshold_s" not in fields.table:
        fields.missing("threshold_s", expected=f"a number of seconds, which {measure} needs")
    at_least, at_most = _limits(fields, measure)
    citation = fields.text("citation")
    if not citation:
        fields.missing("citation", expected="where the target is written down", code="no-citation")
    return Target(
        channel=fields.text("channel", required=True),
        stage=fields.choice("stage", STAGES, required=True),
        measure=measure,
        citation=citation,
        threshold_s=threshold,
        at_least=at_least,
        at_most=at_most,
        url=url,
    )


def _measure(fields: Fields) -> str:
    measure = fields.text("measure", required=True, expected="the name of a measure, such as service_level_of_offered")
    if measure and measure not in MEASURES:
        fields.reading.fault(
            fields.at("measure"),
            "unknown-measure",
            found=f'"{safe(measure)}"',
            expected=", ".join(MEASURES),
            action=f"{did_you_mean(measure, MEASURES)}Write one of the names expected.",
        )
        return ""
    return measure


def _limits(fields: Fields, measure: str) -> tuple[float | None, float | None]:
    """Return at_least and at_most, of which exactly one must be given, in the unit of the measure."""
    given = [key for key in ("at_least", "at_most") if key in fields.table]
    if len(given) != 1:
        fields.reading.fault(
            fields.at(given[0]) if given else fields.path,
            "target-limits",
            found="both at_least and at_most" if given else "neither at_least nor at_most",
            expected="one of the two",
            action="Keep the one the target means: at_least = 0.90, or at_most = 180 for seconds.",
        )
        return None, None
    limit = _limit(fields, given[0], is_share=bool(measure) and MEASURES[measure].unit == "share")
    return (limit, None) if given[0] == "at_least" else (None, limit)


def _limit(fields: Fields, key: str, *, is_share: bool) -> float | None:
    value = fields.number(key)
    if not is_share or value is None or value <= 1:
        return value
    hint = f"Write {value / 100:.4g} for {value:g} %." if value <= 100 else "Write a number from 0 to 1."
    fields.reading.fault(
        fields.at(key), "percent-for-share", found=f"{value:g}", expected="a share from 0 to 1", action=hint
    )
    return None
