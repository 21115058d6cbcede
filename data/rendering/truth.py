"""What is planted in the sessions, and how much of it really stands in the passages."""

from __future__ import annotations

import io
from collections.abc import Iterable
from fractions import Fraction
from math import comb
from typing import Any

from ruamel.yaml import YAML

from rendering.programme import DIFFERENCES, NULLS, PRECINCTS, Difference, Meeting
from rendering.scripts import KEEP, Line
from rendering.tables import comma_table
from rendering.talk import Talk

_ALPHA = 0.05
_HEADER = """\
# Written by data/render_sample_cities.py; do not edit.
# planted: the share of people who were meant to raise the theme. realised: counted from passages.csv, in sessions whose transcript says
# who speaks. smallest_p: the smallest one-sided p that a permutation of group labels over those sessions can reach, 1 / C(sessions, group).
"""


def passages_csv(talks: Iterable[Talk]) -> str:
    """List everything that is said, facilitators' prompts included."""
    header = ("passage_id", "session_id", "speaker_id", "section", "question", "themes", "kind", "text")
    rows = [
        (
            *(line.passage_id, talk.script.session_id, f"{talk.script.session_id}-{line.speaker}", line.section, line.question),
            *("" if line.is_prompt else "+".join(line.themes) or "none", line.kind, line.text),
        )
        for talk, line in _lines(talks)
    ]
    return comma_table(header, rows)


def spans_csv(talks: Iterable[Talk], *, keep: bool) -> str:
    """List the words that identify somebody, or (keep) those that only look so, with their place in the passage."""
    rows = [
        (line.passage_id, mark.type, mark.words, mark.start, mark.end)
        for _, line in _lines(talks)
        for mark in line.marks
        if (mark.type == KEEP) == keep
    ]
    return comma_table(("passage_id", "type", "words", "start", "end"), rows)


def _lines(talks: Iterable[Talk]) -> Iterable[tuple[Talk, Line]]:
    """Lines that stand in a transcript: the questions of an online conversation are no comments."""
    return ((talk, line) for talk in talks for line in talk.script.lines if not (line.is_prompt and talk.meeting.transcript == "R04"))


def precinct_of(city: str, neighborhood: str) -> str:
    """Name the precinct that a neighborhood lies in."""
    return next(precinct for precinct, names in PRECINCTS[city].items() if neighborhood in names)


def effects_yml(city: str, talks: list[Talk]) -> str:
    """Write the planted differences and the planted null beside the counts that really stand in the passages."""
    named = [talk for talk in talks if talk.meeting.named]
    effects: dict[str, Any] = {"differences": [_difference(city, named, planted) for planted in DIFFERENCES[city]]}
    if city in NULLS:
        theme, share, attributes = NULLS[city]
        effects["no_difference"] = {
            "theme": theme,
            "planted": share,
            "realised": {attribute: _by_group(city, named, theme, attribute) for attribute in attributes},
        }
    effects["cannot_be_counted"] = [
        {
            "neighborhood": talk.meeting.neighborhood,
            "stakeholder_group": talk.meeting.group,
            "why": "its only session has a source without speakers",
        }
        for talk in talks
        if not talk.meeting.named
    ]
    buffer = io.StringIO()
    yaml = YAML()
    yaml.width = 140
    yaml.dump(effects, buffer)
    return _HEADER + buffer.getvalue()


def _difference(city: str, talks: list[Talk], planted: Difference) -> dict[str, Any]:
    inside = [talk for talk in talks if _value(city, talk.meeting, planted.attribute) == planted.group]
    smallest = Fraction(1, comb(len(talks), len(inside)))
    return {
        "theme": planted.theme,
        "attribute": planted.attribute,
        "group": planted.group,
        "planted": {"group": planted.share, "rest": planted.rest_share},
        "realised": {
            "group": _count(inside, planted.theme),
            "rest": _count([talk for talk in talks if talk not in inside], planted.theme),
        },
        "smallest_p": round(float(smallest), 4),
        "can_be_tested": smallest <= _ALPHA,
    }


def _by_group(city: str, talks: list[Talk], theme: str, attribute: str) -> dict[str, dict[str, float]]:
    groups = dict.fromkeys(_value(city, talk.meeting, attribute) for talk in talks)
    return {group: _count([talk for talk in talks if _value(city, talk.meeting, attribute) == group], theme) for group in groups}


def _value(city: str, meeting: Meeting, attribute: str) -> str:
    values = {"stakeholder_group": meeting.group, "neighborhood": meeting.neighborhood, "mode": meeting.mode}
    return values.get(attribute) or precinct_of(city, meeting.neighborhood)


def _count(talks: list[Talk], theme: str) -> dict[str, float]:
    """Count the people of some sessions who raise a theme."""
    heard = sum(len(talk.script.roster) for talk in talks)
    raised = sum(len({line.speaker for line in talk.script.lines if theme in line.themes}) for talk in talks)
    return {"n_raised": raised, "n_heard": heard, "n_sessions": len(talks), "share": round(raised / heard, 4)}
