"""Names that somebody else proposes, taken over: asked for once, remembered with the theme, and ours wherever the answer does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from peace_analysis.themes.exemplars import pick_exemplars
from peace_analysis.themes.history import History
from peace_analysis.themes.identity import Identified
from peace_analysis.themes.naming import Asked, Namer, Quote, Said


@dataclass(frozen=True)
class Named:
    """What was asked for and what came of it."""

    model: str | None = None  # who was asked; none where nobody is
    names: Mapping[str, str] = field(default_factory=dict)  # theme_id -> name that it proposed, in this run or an earlier one
    instead_of: Mapping[str, str] = field(default_factory=dict)  # theme_id -> name that was made here, for those of this run
    quotes: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)  # verified, of those of this run
    notices: tuple[str, ...] = ()  # what did not pass, without anybody's words

    def facts(self) -> dict[str, object] | None:
        """What may be published of it: no notices, and not which themes; nothing where nobody was asked."""
        return None if self.model is None else {"model": self.model, "n_named": len(self.names)}


def take_names(kept: Identified, statements: pd.DataFrame, vectors: ArrayLike, namer: Namer | None) -> tuple[pd.DataFrame, History, Named]:
    """Ask for the names of themes that the same model has not named yet.

    Args:
        kept: Themes with their ids, and the names that they keep.
        statements: As tables.STATEMENTS, in the order of the assignments.
        vectors: Of the statements, shape (n, d).
        namer: Whom to ask; nobody by default.

    Returns:
        Themes (tables.THEMES) and history with the names and descriptions that passed, and what came of it.
    """
    remembered = {theme.theme_id: theme for theme in kept.history.themes if theme.until is None}
    told = {theme: one.description for theme, one in remembered.items() if one.named_by is not None and one.description is not None}
    themes = kept.themes.assign(
        description=[told.get(str(theme), text) for theme, text in zip(kept.themes["theme_id"], kept.themes["description"], strict=True)]
    )
    if namer is None:
        return themes, kept.history, Named()
    known = {theme: one.name for theme, one in remembered.items() if one.named_by == namer.model}
    asked = _questions(themes[~themes["theme_id"].isin(list(known))], kept.assignments, statements, np.asarray(vectors))
    proposals, notices = namer.ask(asked, list(known.values())) if asked else ({}, [])
    names = {theme: proposal.name for theme, proposal in proposals.items() if proposal.name is not None}
    texts = {theme: proposal.description for theme, proposal in proposals.items() if proposal.name is not None}
    columns = {
        column: [new.get(str(theme)) or old for theme, old in zip(themes["theme_id"], themes[column], strict=True)]
        for column, new in (("name", names), ("description", texts))
    }
    history = tuple(
        replace(theme, name=names[theme.theme_id], named_by=namer.model, description=texts[theme.theme_id])
        if theme.until is None and theme.theme_id in names
        else theme
        for theme in kept.history.themes
    )
    quotes = {theme: proposal.quotes for theme, proposal in proposals.items() if proposal.name is not None}
    ours = {one.theme_id: one.name for one in asked}
    return (
        themes.assign(**columns),
        replace(kept.history, themes=history),
        Named(namer.model, known | names, {theme: ours[theme] for theme in names}, quotes, tuple(notices)),
    )


def _questions(themes: pd.DataFrame, assignments: pd.DataFrame, statements: pd.DataFrame, vectors: NDArray[np.float32]) -> list[Asked]:
    """What is sent of each theme: key phrases and its statements, most typical first."""
    held = {
        str(theme): (assignments["subtheme_id" if "." in theme else "theme_id"] == theme).to_numpy(dtype=bool, na_value=False)
        for theme in themes["theme_id"]
    }
    picked = pick_exemplars(statements, vectors, held, residual=assignments["residual"].to_numpy(dtype=bool))
    first = picked[picked["kind"] == "typical"].groupby("theme_id")["statement_id"].agg(list).to_dict()
    asked = []
    for theme, name, phrases in zip(themes["theme_id"], themes["name"], themes["key_phrases"], strict=True):
        here = statements[held[str(theme)]].set_index("statement_id")
        order = [*first.get(theme, []), *(one for one in here.index if one not in set(first.get(theme, [])))]
        said = tuple(
            Said(
                str(one),
                str(row["speaker_id"] if isinstance(row["speaker_id"], str) else row["session_id"]),
                str(row["text"]),
                bool(row["quotable"]),
            )
            for one, row in here.loc[order].iterrows()
        )
        asked.append(Asked(str(theme), str(name), tuple(part for part in str(phrases).split("; ") if part), said))
    return asked
