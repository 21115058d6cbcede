"""What is told of themes by the known subjects: what each seems to be about, and a name for one whose statements share too few words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.themes.describe import NAMELESS, Wording
from peace_analysis.themes.subject_phrases import PHRASES, say_subjects
from peace_analysis.themes.subjects import OFF_TOPIC, leading_subjects


def name_nameless(wordings: Mapping[str, Wording], subjects: Mapping[str, tuple[str, ...]]) -> dict[str, Wording]:
    """Name themes that have no name in people's own words by their subject, where there is one.

    Args:
        wordings: By theme, in order.
        subjects: Of each theme, as `leading_subjects` gives them.
    """
    used = {wording.name for wording in wordings.values()}
    named = {}
    for theme, wording in wordings.items():
        subject = PHRASES.get(subjects[theme][0], "") if wording.name.startswith(NAMELESS) and subjects[theme] else ""
        name = subject[:1].upper() + subject[1:]
        named[theme] = replace(wording, name=name) if name and name not in used else wording
        used.add(named[theme].name)
    return named


def tell_about(themes: pd.DataFrame, assignments: pd.DataFrame, vectors: NDArray[np.float32], *, defined: Collection[str]) -> pd.DataFrame:
    """Say in each theme's description, before the words that people used, what it seems to be about.

    Args:
        themes: As tables.THEMES.
        assignments: As tables.ASSIGNMENTS, one row per statement.
        vectors: Of the statements by the default model, in the same order, shape (n, 384).
        defined: Themes that a person described; they stay as they are.
    """
    held = {
        theme: (assignments["subtheme_id" if "." in theme else "theme_id"] == theme).to_numpy(dtype=bool, na_value=False)
        for theme in map(str, themes["theme_id"])
        if theme not in defined
    }
    placed = assignments["theme_id"].notna().to_numpy(dtype=bool)
    about = leading_subjects(vectors[placed], {theme: inside[placed] for theme, inside in held.items()}) if placed.any() else {}
    told = [
        f"{say_subjects(about.get(str(theme), ()))} {text}".strip()
        for theme, text in zip(themes["theme_id"], themes["description"], strict=True)
    ]
    return themes.assign(description=pd.Series(told, index=themes.index, dtype="str"))


def seem_off_topic(themes: pd.DataFrame) -> list[str]:
    """Ids of themes, of tables.THEMES, whose description says that most of them is about neither safety nor police."""
    said = say_subjects((OFF_TOPIC,))
    return [str(theme) for theme, text in zip(themes["theme_id"], themes["description"], strict=True) if str(text).startswith(said)]
