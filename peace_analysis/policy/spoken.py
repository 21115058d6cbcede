"""How people speak of what use-of-force policies rule, and of what they do not: written for this, read from `said_of_force.txt`.

A policy says "electronic control device", and people say "they zapped him". What is said of the same rule is a bridge between the two: a
comment is held against the sentences, and a section against the rules as policies word them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from peace_analysis.policy.pieces import Pieces, Reader

FILE = "said_of_force.txt"
_CLOSEST = 2  # sentences whose likeness is averaged to tell whether a comment is about any rule
_RULE, _SENTENCES = 0.8, 0.2  # of a section's likeness to a rule: to its words, and to what people say of it
_SAID_COMMENT, _SAID_SECTION = 0.3, 0.08  # how sharply comments and sections are told apart; lower is sharper
_DESCRIBED = 0.3  # weight of the rule's own words for a comment
_MATCHED = 0.5  # weight of the head beside the plain cosine for a comment
# Likeness of sections to their nearest rule, median over the policy: below the first the policy is about something else and nothing is
# bridged, from the second all of it counts. Of fourteen policies on the use of force the lowest has .45; key points of arguments have .27.
ABOUT = (0.35, 0.45)


@dataclass(frozen=True)
class Spoken:
    """Rules, and what people say of them."""

    rules: tuple[str, ...]  # as policies word them
    lines: tuple[str, ...]  # as people speak
    rule_of: NDArray[np.intp]  # (n_lines,) rule of each line; -1 for what such a policy does not rule


@cache
def read_spoken() -> Spoken:
    """Read the file."""
    rules: list[str] = []
    lines: list[str] = []
    rule_of: list[int] = []
    at = -1
    for line in (files("peace_analysis.policy") / FILE).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            _name, _, rule = line[3:].partition(" | ")
            at = len(rules) if rule else -1
            rules += [rule] if rule else []
        elif line and not line.startswith("#"):
            lines.append(line)
            rule_of.append(at)
    return Spoken(tuple(rules), tuple(lines), np.array(rule_of))


@cache
def read_pieces(reader: Reader) -> tuple[list[Pieces], list[Pieces]]:
    """What a reader makes of the rules and of the lines; read once."""
    spoken = read_spoken()
    found = reader.read([*spoken.rules, *spoken.lines])
    return found[: len(spoken.rules)], found[len(spoken.rules) :]


@dataclass(frozen=True)
class Bridge:
    """What the sentences say about comments and sections."""

    shared: NDArray[np.float64]  # (n_texts, n_sections): how far a text and a section are about the same rule
    margin: NDArray[np.float64]  # (n_texts,): likeness to what is said of rules, less that to what is said of other things
    about: float  # 0 to 1: how far the policy is one on the use of force


def bridge_texts(
    texts: NDArray[np.float32], matched: NDArray[np.float64], windows: NDArray[np.float32], section: Sequence[int], reader: Reader
) -> Bridge:
    """Hold comments and sections against what is said of rules.

    Args:
        texts: Vectors of the comments, shape (n_texts, 384).
        matched: The head's judgement of comments and lines, shape (n_texts, n_lines).
        windows: Vectors of the sections' passages, shape (n_windows, 384); of each section the whole comes first.
        section: Section of each passage, from 0.
        reader: What made the vectors.
    """
    spoken = read_spoken()
    rules, lines = (np.stack([one.whole.numpy() for one in side]) for side in read_pieces(reader))
    cosine = (texts @ lines.T).astype(np.float64)
    ruled = spoken.rule_of >= 0
    level = standardise(matched[:, ruled]) * _MATCHED + standardise(cosine[:, ruled]) * (1 - _MATCHED)
    n_rules = len(spoken.rules)
    for_text = np.stack([level[:, spoken.rule_of[ruled] == rule].max(axis=1) for rule in range(n_rules)], axis=1)
    for_text = for_text + _DESCRIBED * standardise((texts @ rules.T).astype(np.float64))
    said = np.stack([(windows @ lines[spoken.rule_of == rule].T).mean(axis=1) for rule in range(n_rules)], axis=1)
    like = (_RULE * (windows @ rules.T) + _SENTENCES * said).astype(np.float64)
    place = np.asarray(section)
    for_section = np.stack([(like[place == one][0] + like[place == one].max(axis=0)) / 2 for one in range(int(place.max()) + 1)])
    shared = np.sqrt(_shares(for_text, _SAID_COMMENT)) @ np.sqrt(_shares(for_section, _SAID_SECTION)).T
    margin = _closest(cosine[:, ruled]) - _closest(cosine[:, ~ruled])
    low, high = ABOUT
    nearest = float(np.median((windows @ rules.T).max(axis=1)))
    return Bridge(shared, margin, min(max((nearest - low) / (high - low), 0.0), 1.0))


def standardise(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores of each text (first axis) with mean 0 and spread 1 over the candidates (second axis)."""
    spread = scores.std(axis=1, keepdims=True)
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / (spread + 1e-6))


def _closest(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of the highest few of each row."""
    return np.asarray(np.sort(scores, axis=1)[:, -_CLOSEST:].mean(axis=1))


def _shares(scores: NDArray[np.float64], sharpness: float) -> NDArray[np.float64]:
    power = np.exp((scores - scores.max(axis=1, keepdims=True)) / sharpness)
    return np.asarray(power / power.sum(axis=1, keepdims=True))
