"""A document goes into its snapshot and comes out as it was."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some

from krs_portal.reports.snapshots import freeze_value, thaw_value


@dataclass(frozen=True)
class Inner:
    name: str
    share: Decimal | None
    on: date | None


@dataclass(frozen=True)
class Outer:
    count: int | None
    at: datetime
    lines: tuple[Inner, ...]
    words: tuple[str, ...]


inner = some.builds(
    Inner,
    name=some.text(),
    share=some.none() | some.decimals(allow_nan=False, allow_infinity=False),
    on=some.none() | some.dates(),
)


@given(
    some.builds(
        Outer,
        count=some.none() | some.integers(),
        at=some.datetimes(timezones=some.just(UTC)),
        lines=some.lists(inner, max_size=3).map(tuple),
        words=some.lists(some.text(), max_size=3).map(tuple),
    )
)
def test_what_is_frozen_thaws_the_same(document):
    through = json.loads(json.dumps(freeze_value(document)))

    assert thaw_value(Outer, through) == document


def test_a_blank_stays_blank():
    document = Outer(None, datetime(2022, 12, 5, tzinfo=UTC), (Inner("", None, None),), ())

    assert thaw_value(Outer, freeze_value(document)).lines[0].share is None
