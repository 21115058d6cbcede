"""From vectors to the tables that a report needs: themes with names, the place of every statement, the most typical statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from peace_analysis.settings import Themes
from peace_analysis.tables import ASSIGNMENTS, STATEMENTS, TENTATIVE, THEMES, check_table, empty_table
from peace_analysis.themes.about import name_nameless
from peace_analysis.themes.describe import Wording, describe_theme, word_hierarchy
from peace_analysis.themes.discover import ThemeModel, discover_themes
from peace_analysis.themes.embedded import is_read
from peace_analysis.themes.subjects import leading_subjects, tell_subjects
from peace_analysis.themes.tabulate import count_unplaced, overview_themes, view_themes
from peace_analysis.themes.typical import list_most_typical
from peace_analysis.themes.words import plain_text

if TYPE_CHECKING:
    from bertopic import BERTopic


@dataclass(frozen=True)
class Found:
    """Themes of a city's statements."""

    themes: pd.DataFrame  # tables.THEMES: each theme followed by its subthemes
    assignments: pd.DataFrame  # tables.ASSIGNMENTS: one row per statement, in the order of the statements
    typical: pd.DataFrame  # theme_id, rank (from 1), statement_id: most typical statements of each theme and subtheme
    unread: pd.Series  # per statement: its language is not one that the model reads; set apart, without theme or residual flag
    model: ThemeModel = field(repr=False)  # rows are the statements that are read, in order; themes in the order of T01, T02, ...
    texts: tuple[str, ...] = field(repr=False)  # those statements
    embeddings: NDArray[np.float32] = field(repr=False)  # and their vectors
    speakers: tuple[str, ...] = field(repr=False)  # and who said them, the session where nobody is named

    def overview(self) -> pd.DataFrame:
        """Themes with their subthemes under them: id, name, key phrases, and how many raised them, fewer than three in words."""
        return overview_themes(self.themes)

    def _repr_html_(self) -> str:
        """Show as a table in a notebook; every word from data is escaped."""
        return view_themes("Themes found", self.themes, f"{int(self.assignments['residual'].sum()):,} statements fit no theme.")

    def count_unplaced(self, statements: pd.DataFrame) -> pd.DataFrame:
        """Count the statements outside every theme, by reason: reason, language, n_statements.

        Args:
            statements: Those that the themes were found in, as tables.STATEMENTS.
        """
        return count_unplaced(self.assignments, statements)

    def stability(self) -> pd.DataFrame:
        """How well each theme and subtheme is found again on bootstraps of the sessions: theme_id, stability (0 to 1), tentative."""
        values = _stability(self.model)
        table = pd.DataFrame({"theme_id": pd.Series(values.keys(), dtype="str"), "stability": pd.Series(values.values(), dtype="float64")})
        # Too few statements to bootstrap: nothing is known, which is no reason to call a theme steady.
        return table.assign(tentative=~(table["stability"] >= TENTATIVE))

    def to_bertopic(self, embedding_model: object | None = None) -> BERTopic:
        """Make a fitted `BERTopic` with these themes as its topics and their names as its labels.

        BERTopic numbers topics by size, so T01 need not be topic 0: `match_topics` says which is which.

        Args:
            embedding_model: What `topics.transform(texts)` embeds new texts with, such as `themes.open_sentence_transformer()`; without it
                `transform` needs their vectors as well. It must be the model that the themes were found with.

        Raises:
            ValueError: If no theme was found.
        """
        names = self.themes.loc[self.themes["parent_id"].isna(), "name"]
        return self.model.to_bertopic(
            list(self.texts), self.embeddings, names=list(names), speakers=list(self.speakers), embedding_model=embedding_model
        )

    def match_topics(self, topics: BERTopic) -> pd.DataFrame:
        """Tell which topic is which theme: topic (-1 fits no theme), theme_id, name; in the order of topics.

        Args:
            topics: What `to_bertopic` gave, before topics were merged or reduced.

        Raises:
            ValueError: If its topics are not these themes.
        """
        from peace_analysis.themes.bertopic_view import match_topics

        return match_topics(topics, self.model.theme, self.themes[self.themes["parent_id"].isna()])


def find_themes(statements: pd.DataFrame, embeddings: ArrayLike, settings: Themes, seed: int) -> Found:
    """Find, name and describe the themes of a city.

    Args:
        statements: As tables.STATEMENTS.
        embeddings: Their vectors, shape (n_statements, d); rows of languages that the model does not read are not looked at.
        settings: Range of the number of themes, and languages that the model reads.
        seed: The same seed and input give the same tables.

    Returns:
        Themes T01, T02, ... ordered by the participants who raised them, then by statements; their subthemes T01.1, T01.2, ...

    Raises:
        TableError: If the statements are not what they should be.
        ValueError: If there is not one vector per statement.

    Examples:
        >>> import numpy as np
        >>> from peace_analysis.settings import Themes
        >>> from peace_analysis import themes
        >>> from peace_analysis.example.tables import invented_tables
        >>> made = invented_tables()
        >>> vectors = np.eye(4)[made.assignments["theme_id"].map({"T01": 0, "T02": 1, "T03": 2}).fillna(3).astype(int)]
        >>> found = themes.find_themes(made.statements, vectors, Themes(), seed=1)
        >>> found.overview()["theme_id"].tolist()
        ['T01', 'T02', 'T03']
    """
    checked = check_table(statements, STATEMENTS).reset_index(drop=True)
    vectors = np.asarray(embeddings, dtype=np.float32)
    if len(vectors) != len(checked):
        raise ValueError(f"{len(vectors)} embeddings for {len(checked)} statements: one for each is needed.")
    read = is_read(checked, settings)
    vectors = vectors if read.all() else vectors[read]
    kept = checked[read].reset_index(drop=True)
    texts = [plain_text(text) for text in kept["text"]]
    model = discover_themes(
        vectors,
        texts=texts,
        session_ids=list(kept["session_id"]),
        turns=list(kept["turn"].astype("str")),
        # What was learned about subjects is about vectors of the default model.
        subjects=tell_subjects(vectors) if settings.model is None else None,
        min_themes=settings.min_themes,
        max_themes=settings.max_themes,
        seed=seed,
    )
    model = model.reorder(
        _by_participants(kept, model.theme), lambda theme: _by_participants(kept, np.where(model.theme == theme, model.subtheme, -1))
    )
    ids = _identify(model)
    known = leading_subjects(vectors, {id_: rows for id_, _, rows in ids}) if settings.model is None and ids else {}
    themes = _tabulate(kept, model, ids, known)
    return Found(
        themes=check_table(themes, THEMES),
        assignments=check_table(_assign(checked, read, model), ASSIGNMENTS),
        typical=list_most_typical(kept, model, ids),
        unread=pd.Series(~read, index=checked["statement_id"], name="unread"),
        model=model,
        texts=tuple(texts),
        embeddings=vectors,
        speakers=tuple(kept["speaker_id"].fillna(kept["session_id"]).astype(str)),
    )


def _by_participants(statements: pd.DataFrame, labels: NDArray[np.intp]) -> list[int]:
    """Labels in the order of participants who raised them, then of statements, then of first mention."""
    placed = statements.assign(label=labels, row=np.arange(len(statements)))[labels >= 0]
    counts = placed.groupby("label").agg(people=("speaker_id", "nunique"), size=("row", "size"), first=("row", "min"))
    return [int(label) for label in counts.sort_values(["people", "size", "first"], ascending=[False, False, True]).index]


def _identify(model: ThemeModel) -> list[tuple[str, str | None, NDArray[np.bool_]]]:
    """Id, parent's id and rows of each theme, followed by those of its subthemes."""
    ids: list[tuple[str, str | None, NDArray[np.bool_]]] = []
    for theme in range(model.n_themes):
        rows = model.theme == theme
        ids.append((theme_id(theme), None, rows))
        ids.extend((subtheme_id(theme, part), theme_id(theme), rows & (model.subtheme == part)) for part in range(model.n_subthemes(theme)))
    return ids


def theme_id(theme: int) -> str:
    """Id of a theme by its place from 0: T01, T02, ..."""
    return f"T{theme + 1:02d}"


def subtheme_id(theme: int, part: int) -> str:
    """Id of a subtheme by its theme's place and its own, from 0: T01.1, T01.2, ..."""
    return f"{theme_id(theme)}.{part + 1}"


def _tabulate(
    statements: pd.DataFrame,
    model: ThemeModel,
    ids: list[tuple[str, str | None, NDArray[np.bool_]]],
    subjects: dict[str, tuple[str, ...]],
) -> pd.DataFrame:
    """Make tables.THEMES; `subjects` are those known of each theme, if any are."""
    if not ids:
        return empty_table(THEMES)
    texts = list(statements["text"])
    speakers = list(statements["speaker_id"].fillna(statements["session_id"]))
    quotable = list(statements["quotable"].astype(bool))
    above, below = word_hierarchy(texts, model.theme, model.subtheme, speakers, quotable=quotable, space=model.space)
    wordings = {theme_id(theme): wording for theme, wording in enumerate(above)}
    wordings |= {subtheme_id(theme, part): wording for (theme, part), wording in below.items()}
    wordings = name_nameless(wordings, subjects) if subjects else wordings
    held = _stability(model)
    rows = [_theme_row(id_, parent, statements[np.asarray(rows)], wordings[id_], held[id_]) for id_, parent, rows in ids]
    return pd.DataFrame(rows).astype({"parent_id": "str", "theme_id": "str", "key_phrases": "str", "stability": "float64"})


def _stability(model: ThemeModel) -> dict[str, float]:
    """Stability of each theme and subtheme by its id."""
    values: dict[str, float] = {}
    for theme, value in enumerate(model.stability):
        values[theme_id(theme)] = float(value)
        values |= {subtheme_id(theme, part): float(held) for part, held in enumerate(model.subtheme_stability[theme])}
    return values


def _theme_row(id_: str, parent: str | None, said: pd.DataFrame, wording: Wording, stability: float) -> dict[str, Any]:
    return {
        "theme_id": id_,
        "parent_id": parent,
        "name": wording.name,
        "description": describe_theme(wording.phrases, said["question"]),
        "key_phrases": "; ".join(wording.phrases),
        "n_statements": len(said),
        "n_participants": int(said["speaker_id"].nunique()),
        "n_sessions": int(said["session_id"].nunique()),
        "stability": stability,
    }


def _assign(statements: pd.DataFrame, read: NDArray[np.bool_], model: ThemeModel) -> pd.DataFrame:
    """Make tables.ASSIGNMENTS, one row per statement."""
    n = len(statements)
    themes, parts = np.full(n, None, dtype=object), np.full(n, None, dtype=object)
    membership, residual = np.full(n, np.nan), np.zeros(n, dtype=bool)
    for row, place in enumerate(np.flatnonzero(read)):
        theme, part = int(model.theme[row]), int(model.subtheme[row])
        residual[place] = model.residual[row]
        if theme >= 0:
            themes[place], membership[place] = theme_id(theme), model.membership[row, theme]
            parts[place] = subtheme_id(theme, part) if part >= 0 else None
    return pd.DataFrame(
        {
            "statement_id": statements["statement_id"],
            "theme_id": pd.Series(themes, dtype="str"),
            "subtheme_id": pd.Series(parts, dtype="str"),
            "membership": membership,
            "residual": residual,
        }
    )
