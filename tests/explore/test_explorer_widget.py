"""The widget: a mistake is one message, and nothing that anybody said is in what a notebook keeps."""

from __future__ import annotations

import json

from peace_analysis.explore.desk import Desk
from peace_analysis.explore.widget import Explorer


def test_a_mistake_comes_back_as_one_message(desk: Desk) -> None:
    explorer = Explorer(desk)
    for content in ({}, {"kind": "act"}, {"kind": "act", "action": "x"}, {"kind": "turns", "statement": None}, {"kind": "undo"}):
        (message,) = explorer.answer(content)
        assert message["kind"] == "refused"
        assert message["text"].endswith(".")


def test_no_words_are_in_the_state_or_the_name_of_the_widget(desk: Desk) -> None:
    explorer = Explorer(desk, "AB")
    opened = explorer.answer({"kind": "open"})
    assert "lamps on our street" in json.dumps(opened)
    shown = explorer._repr_mimebundle_()
    kept = json.dumps([explorer.get_state(), shown], default=str)
    assert "lamps on our street" not in kept
    assert "Dark streets" not in kept
    assert repr(explorer) == "Explorer(little)"


def test_the_framework_follows(desk: Desk) -> None:
    explorer = Explorer(desk, "AB")
    matrix = explorer.framework()
    assert "Slow calls" in matrix.value
    assert explorer.answer(
        {"kind": "act", "author": "AB", "reason": "So.", "action": {"kind": "rename", "theme": "T02", "name": "<b>Wait"}}
    )
    assert "&lt;b&gt;Wait" in matrix.value
    assert "<b>Wait" not in matrix.value
