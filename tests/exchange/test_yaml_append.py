"""Entries are added at the end of their lists; what people wrote stays, whatever way they set it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from ruamel.yaml import YAML

from peace_analysis.exchange.yaml_append import append_entries

NEW = {"move": {"statements": ["S1", "S2"], "to": "T01"}, "author": "AB", "reason": "They: say # so\nthemselves."}
PLAIN = """# Ours.
codes:
  - code: lamps   # on

decisions:  # in order
  - aside: {theme: T03}
    reason: |
      Coffee: good.

  - x: 1
"""


def load(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize(
    "before",
    [
        PLAIN,
        PLAIN.replace("  - x: 1\n", "  - x: |+\n      kept\n\n"),
        "decisions: [{x: 1}]\n",
        "decisions:\n- x: 1\n  y: 2\n",
        "decisions:\n    - x: 1\n",
        "decisions:\n  - x: 1\ncodes:\n  - y: 2\n",
        "decisions:\n  - x: 1\n# the end\n",
        "decisions:\n  - x: |+\n      kept\n\n# the end\ncodes:\n  - y: 2\n",
        "decisions:\r\n  - x: 1\r\n\r\ncodes:\r\n  - y: 2\r\n",
        "decisions:\n  - x: 1",
        '"decisions":\n  - x: "a\n    b"\n',
        "decisions:\n  - x: 1\n...\n",
        "decisions:\n",
        "codes: []\n",
        "# nothing yet\n",
        "",
    ],
)
def test_an_entry_comes_last_and_all_others_stay(before: str) -> None:
    old = load(before) or {}
    new = load(append_entries(before, {"decisions": [NEW]}))
    assert new == {**old, "decisions": [*(old.get("decisions") or []), NEW]}


def test_a_list_that_stands_last_is_added_to_without_a_touch_to_what_is_there() -> None:
    after = append_entries(PLAIN, {"codes": [], "decisions": [NEW]})
    assert after.startswith(PLAIN)
    by_two = append_entries(PLAIN, {"decisions": [NEW], "codes": [{"code": "new"}]})
    assert load(by_two) == load(after) | {"codes": [{"code": "lamps"}, {"code": "new"}]}


@pytest.mark.parametrize("before", [PLAIN, PLAIN.replace("# on", "# on\n    sentences: [a]"), "codes: []\ndecisions: []\n", ""])
def test_days_that_entries_share_are_written_out_and_lists_stay_apart(before: str) -> None:
    seeds = [{"seed": {"code": code}, "date": date(2026, 11, 21)} for code in ("one", "two")]
    codes: list[dict[str, Any]] = [{"code": "one"}, {"code": "two"}]
    after = append_entries(before, {"codes": codes, "decisions": [{**row, "date": seeds[0]["date"]} for row in seeds]})
    assert load(after)["decisions"][-2:] == seeds
    assert "&" not in after
    assert "*" not in after
    if before.startswith("# Ours."):
        assert "  - code: two\n\ndecisions:  # in order\n" in after
        assert [line for line in before.splitlines() if line not in after.splitlines()] == []
