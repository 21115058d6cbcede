"""The decisions of a codebook, one function each: what it changes in where statements are, and what of it does not apply any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from peace_analysis.themes.codebook_entries import Aside, Code, Codebook, Decision, Define, Merge, Move, Rename, Seed, Split
from peace_analysis.themes.seeds import LIKE_THE_SEED, likeness_to_seed


@dataclass
class State:
    """What decisions change, while they are applied."""

    theme: dict[str, str | None]  # statement_id -> theme
    part: dict[str, str | None]  # statement_id -> subtheme
    sure: set[str]  # statements that a person placed
    seeded: dict[str, float]  # statement_id -> likeness to the seed that pulled it
    names: dict[str, str]  # of themes and subthemes that are there
    codes: dict[str, Code]
    reworded: set[str]  # themes whose words follow from other statements than before
    decided: dict[str, list[int]]
    aside: set[str] = field(default_factory=set)  # statements of themes that are no findings

    def find(self, reference: str) -> str | None:
        """Id of a theme or subtheme by its id or code; none if it is not there."""
        if reference in self.names:
            return reference
        return next((theme for theme, code in self.codes.items() if code.code == reference), None)

    def take(self, statement: str, theme: str | None, part: str | None = None) -> None:
        """Put a statement into a theme and a subtheme, or into none."""
        self.theme[statement], self.part[statement] = theme, part


def apply_decision(state: State, decision: Decision, codebook: Codebook) -> list[str]:
    """Apply one decision; returns what of it does not apply."""
    if decision.rename is not None:
        return _rename(state, decision.rename)
    if decision.define is not None:
        return _define(state, decision.define, codebook)
    if decision.merge is not None:
        return _merge(state, decision.merge)
    if decision.split is not None:
        return _split(state, decision.split, codebook)
    if decision.aside is not None:
        return _set_aside(state, decision.aside)
    return _move(state, decision.move) if decision.move is not None else []


def touched_theme(state: State, decision: Decision) -> str | None:
    """Theme that a decision made or changed; none if it is not there."""
    kind = getattr(decision, decision.kind)
    reference = {"merge": "into", "split": "code", "move": "to", "seed": "code"}.get(decision.kind, "theme")
    return state.find(str(getattr(kind, reference)))


def _rename(state: State, rename: Rename) -> list[str]:
    theme = state.find(rename.theme)
    if theme is None:
        return [_gone(rename.theme)]
    state.names[theme] = rename.name
    return []


def _define(state: State, define: Define, codebook: Codebook) -> list[str]:
    theme = state.find(define.theme)
    if theme is None:
        return [_gone(define.theme)]
    code = codebook.code(define.code)
    other = state.find(code.code)
    if other not in (None, theme):
        return [f"the code {code.code} is {other}'s already. Merge the two, or give {theme} another code."]
    state.codes[theme] = code
    state.names[theme] = code.name
    return []


def _merge(state: State, merge: Merge) -> list[str]:
    into = state.find(merge.into)
    if into is None:
        return [_gone(merge.into)]
    messages = []
    for reference in merge.themes:
        theme = state.find(reference)
        if theme is None:
            messages.append(_gone(reference))
        elif ("." in theme) != ("." in into):
            messages.append(f"{theme} and {into} are a theme and a subtheme. Split the subtheme off first.")
        elif theme != into:
            place = state.part if "." in theme else state.theme
            for statement in [one for one, where in place.items() if where == theme]:
                # Subthemes of what is merged are not kept: their ids are their theme's.
                state.take(statement, _above(into), into if "." in into else None)
            state.reworded.add(into)
    return messages


def _split(state: State, split: Split, codebook: Codebook) -> list[str]:
    theme = state.find(split.theme)
    if theme is None:
        return [_gone(split.theme)]
    code = codebook.code(split.code)
    messages: list[str] = []
    if split.subtheme is not None:
        part = state.find(split.subtheme)
        if part is None or _above(part) != theme or part == theme:
            return [_gone(split.subtheme) if part is None else f"{part} is no subtheme of {theme}."]
        taken = [one for one, where in state.part.items() if where == part]
    else:
        taken = []
        for one in split.statements:
            if one not in state.theme:
                messages.append(_missing(one))
            elif theme not in (state.theme[one], state.part[one]):
                messages.append(f"the statement {one} is not in {theme} any more.")
            else:
                taken.append(one)
    if not taken:
        return [*messages, f"nothing is left to take out of {theme}."]
    if code.code in state.names:
        return [*messages, f"there is a theme {code.code} already. Move the statements there instead."]
    for one in taken:
        state.take(one, code.code)
    state.names[code.code] = code.name
    state.codes[code.code] = code
    state.reworded |= {theme, code.code}
    return messages


def _move(state: State, move: Move) -> list[str]:
    to = None if move.to == "none" else state.find(move.to)
    if to is None and move.to != "none":
        return [_gone(move.to)]
    messages = []
    for one in move.statements:
        if one not in state.theme:
            messages.append(_missing(one))
            continue
        state.take(one, _above(to) if to else None, to if to and "." in to else None)
        state.sure.add(one)
    return messages


def _set_aside(state: State, aside: Aside) -> list[str]:
    theme = state.find(aside.theme)
    if theme is None:
        return [_gone(aside.theme)]
    for one in [one for one, where in state.theme.items() if theme in (where, state.part[one])]:
        # Set aside with a whole subtheme, a statement does not fall back to the theme above it.
        state.take(one, None)
        state.sure.add(one)
        state.aside.add(one)
    if "." in theme:
        state.reworded.add(_above(theme))
    for gone in [one for one in state.names if one == theme or _above(one) == theme]:
        del state.names[gone]
        state.codes.pop(gone, None)
    return []


def apply_seed(
    state: State,
    seed: Seed,
    codebook: Codebook,
    readable: set[str],
    *,
    vectors: NDArray[np.float32] | None,
    seeds: Mapping[str, NDArray[np.float32]] | None,
) -> list[str]:
    """Make a theme of a code and pull statements into it, but none that a person placed or that is in a language the model does not read.

    Raises:
        ValueError: If a vector is missing.
    """
    code = codebook.code(seed.code)
    if vectors is None or seeds is None or code.code not in seeds:
        raise ValueError(f"the code {code.code} is seeded: vectors of the statements and of the seed are needed.")
    if state.find(code.code) is not None:
        return [f"there is a theme {code.code} already."]
    ids = list(state.theme)
    likeness = likeness_to_seed(vectors, seeds[code.code])
    least = LIKE_THE_SEED if seed.likeness is None else seed.likeness
    # Of two seeds the one that a statement is more like has it.
    pulled = np.array(
        [
            one in readable and one not in state.sure and near >= least and near > state.seeded.get(one, -1.0)
            for one, near in zip(ids, likeness, strict=True)
        ],
        dtype=bool,
    )
    if not pulled.any():
        return [f"no statement is enough like the code {code.code} yet."]
    for row in np.flatnonzero(pulled):
        if former := state.theme[ids[row]]:
            state.reworded.add(former)
        state.take(ids[row], code.code)
        state.seeded[ids[row]] = float(likeness[row])
    state.names[code.code] = code.name
    state.codes[code.code] = code
    state.reworded.add(code.code)
    return []


def drop_empty(state: State) -> list[str]:
    """Take out themes and subthemes without a statement; returns the themes."""
    held = set(state.theme.values()) | set(state.part.values())
    empty = [theme for theme in state.names if theme not in held]
    for theme in empty:
        del state.names[theme]
        state.codes.pop(theme, None)
    return [theme for theme in empty if "." not in theme]


def _above(theme: str) -> str:
    """The theme that a subtheme belongs to; a theme itself."""
    return theme.partition(".")[0]


def _gone(reference: str) -> str:
    return f"there is no theme {reference} any more. Name the theme that it is now in, or take the decision out."


def _missing(statement: str) -> str:
    return f"there is no statement {statement} any more."
