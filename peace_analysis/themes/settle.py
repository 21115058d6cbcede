"""From themes as found to themes as shown: they keep who they are, then what people decided about them is applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from peace_analysis.themes.about import seem_off_topic, tell_about
from peace_analysis.themes.codebook import Notice, apply_codebook
from peace_analysis.themes.codebook_entries import Code, Codebook
from peace_analysis.themes.exemplars import pick_exemplars
from peace_analysis.themes.history import History, Remembered
from peace_analysis.themes.identity import Identified, keep_identity
from peace_analysis.themes.named import Named, take_names
from peace_analysis.themes.naming import Namer
from peace_analysis.themes.tabulate import mark_themes, overview_themes, view_themes


@dataclass(frozen=True)
class Settled:
    """Themes as they are shown."""

    themes: pd.DataFrame  # tables.THEMES
    assignments: pd.DataFrame  # tables.ASSIGNMENTS
    exemplars: pd.DataFrame  # tables.EXEMPLARS
    colors: dict[str, int]  # of each top-level theme, from 0; those that decisions made come after the others
    emergent: tuple[str, ...]  # themes and subthemes that this run has for the first time, and is not the first to have themes
    vanished: tuple[Remembered, ...]  # that the run before had
    codes: dict[str, Code]  # theme_id -> its code
    notices: tuple[Notice, ...]  # decisions that do not apply
    n_set_aside: int  # statements of themes that people set aside as no findings
    named: Named  # what a model that city.yml names proposed
    history: History = field(repr=False)  # to be saved for the next run
    found: Identified = field(repr=False)  # themes as they were before the codebook

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        told = [f"{self.n_set_aside:,} statements are set aside.", *(["Decisions that do not apply:"] if self.notices else [])]
        return view_themes("Themes as they are shown", self.themes, " ".join([*told, *map(str, self.notices)]))

    @property
    def marks(self) -> pd.DataFrame:
        """tables.THEME_MARKS: the color of each theme, and whether it is new."""
        ids = [str(theme) for theme in self.themes["theme_id"]]
        colors = [self.colors.get(theme.partition(".")[0], 0) for theme in ids]
        rows = {"theme_id": ids, "color": colors, "emergent": [theme in self.emergent for theme in ids]}
        return pd.DataFrame(rows).astype({"theme_id": "str", "color": "int64", "emergent": "bool"})

    @property
    def shown_themes(self) -> pd.DataFrame:
        """Themes under the names that they are shown by: a tentative one is called so."""
        return mark_themes(self.themes)

    def overview(self) -> pd.DataFrame:
        """Themes with their subthemes under them: id, name, key phrases, and how many raised them, fewer than three in words."""
        shown = overview_themes(self.themes)
        names = [f"{name} (new)" if theme in self.emergent else name for theme, name in zip(shown["theme_id"], shown["name"], strict=True)]
        return shown.assign(name=pd.Series(names, index=shown.index, dtype="str"))

    def ask_aside(self) -> list[str]:
        """Say which themes may be no findings, for a person to look at; nothing is taken out by itself."""
        ids = [theme for theme in seem_off_topic(self.themes) if "." not in theme and theme not in self.codes]
        return [
            f"{theme} seems to be about neither safety nor police. Read it; if it is no finding, set it aside in codebook.yml: "
            f"aside: {{theme: {theme}}}."
            for theme in ids
        ]

    def list_changes(self) -> pd.DataFrame:
        """List what is new and what was not found any more: theme_id, name, change; nothing in a first run."""
        names = self.themes.set_index("theme_id")["name"]
        new = [{"theme_id": theme, "name": str(names[theme]), "change": "new"} for theme in self.emergent]
        gone = [{"theme_id": theme.theme_id, "name": theme.name, "change": "not found any more"} for theme in self.vanished]
        return pd.DataFrame([*new, *gone], columns=["theme_id", "name", "change"])


def settle_themes(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    embeddings: ArrayLike,
    *,
    history: History,
    codebook: Codebook,
    seeds: Mapping[str, NDArray[np.float32]] | None = None,
    namer: Namer | None = None,
    default_model: bool = False,
) -> Settled:
    """Give themes their identity and apply the codebook.

    Args:
        themes: As found, tables.THEMES.
        assignments: As found, tables.ASSIGNMENTS, one row per statement.
        statements: As tables.STATEMENTS, in the same order.
        embeddings: Their vectors, shape (n_statements, d).
        history: What earlier runs remember; an empty one where themes do not keep their identity.
        codebook: What people decided.
        seeds: Vectors of each code that is seeded (`seed_texts` says of what).
        namer: Who proposes names (`naming_endpoint.open_namer`); names are made of people's own words without one.
        default_model: Whether the vectors are the default model's, so that known subjects can be told.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis import themes
        >>> from peace_analysis.themes.codebook import Codebook
        >>> from peace_analysis.themes.history import History
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> vectors = np.eye(4)[made.assignments["theme_id"].map({"T01": 0, "T02": 1, "T03": 2}).fillna(3).astype(int)]
        >>> decision = {"rename": {"theme": "T02", "name": "Lamps"}, "version": 1, "author": "AB", "date": "2026-03-01"}
        >>> book = Codebook.model_validate({"decisions": [decision | {"reason": "Shorter."}]})
        >>> settled = themes.settle_themes(made.themes, made.assignments, made.statements, vectors, history=History(), codebook=book)
        >>> settled.themes["name"].tolist()
        ['Waiting for help', 'Lamps', 'Officers we know']
    """
    vectors = np.asarray(embeddings, dtype=np.float32)
    by_id = dict(zip(assignments["statement_id"], vectors, strict=True))
    shown_words = statements[statements["quotable"].astype(bool)]
    kept = keep_identity(themes, assignments, history, by_id, dict(zip(shown_words["statement_id"], shown_words["text"], strict=True)))
    named_themes, remembered, named = take_names(kept, statements, vectors, namer)
    applied = apply_codebook(codebook, named_themes, kept.assignments, statements, vectors=vectors, seeds=seeds)
    if default_model:
        applied = replace(applied, themes=tell_about(applied.themes, applied.assignments, vectors, defined=applied.codes))
    shown = [str(theme) for theme in applied.themes["theme_id"]]
    held = {
        theme: (applied.assignments["subtheme_id" if "." in theme else "theme_id"] == theme).to_numpy(dtype=bool, na_value=False)
        for theme in shown
    }
    colors = {theme: color for theme, color in kept.colors.items() if theme in shown}
    free = max((theme.color for theme in kept.history.themes), default=-1) + 1
    made = [code.code for code in codebook.codes if code.code in shown]
    return Settled(
        themes=applied.themes,
        assignments=applied.assignments,
        exemplars=pick_exemplars(
            statements,
            vectors,
            held,
            phrases=dict(zip(applied.themes["theme_id"], applied.themes["key_phrases"], strict=True)),
            residual=applied.assignments["residual"].to_numpy(dtype=bool),
        ),
        colors=colors | {code: free + place for place, code in enumerate(made)},
        emergent=tuple(theme for theme in kept.emergent if theme in shown),
        vanished=kept.vanished,
        codes=applied.codes,
        notices=applied.notices,
        n_set_aside=applied.n_set_aside,
        named=named,
        history=remembered,
        found=replace(kept, themes=named_themes),
    )


def seed_texts(codebook: Codebook) -> dict[str, list[str]]:
    """Texts that stand for each seeded code, to be embedded like statements: its definition and its sentences.

    Examples:
        >>> from peace_analysis import themes
        >>> from peace_analysis.themes.codebook import Codebook
        >>> code = {"code": "dark", "name": "Dark streets", "brief": "Light.", "definition": "Light outdoors."}
        >>> decision = {"seed": {"code": "dark"}, "version": 1, "author": "AB", "date": "2026-03-01", "reason": "Asked for."}
        >>> written = {"codes": [code | {"sentences": ["The lamp is out."]}], "decisions": [decision]}
        >>> themes.seed_texts(Codebook.model_validate(written))
        {'dark': ['Light outdoors.', 'The lamp is out.']}
    """
    return {code.code: [text for text in (code.definition, *code.sentences) if text.strip()] for code in codebook.seeded}
