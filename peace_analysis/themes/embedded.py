"""Vectors of a city's statements, kept between runs, and a note of the model that made them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from peace_analysis.city import City, write_whole
from peace_analysis.models.paths import EmbeddingPath
from peace_analysis.settings import Themes
from peace_analysis.tables import STATEMENTS, check_table
from peace_analysis.themes.cache import embed_texts
from peace_analysis.themes.embed import Encoder, Progress, default_encoder
from peace_analysis.themes.words import plain_text

CACHE_NAME = "embeddings.npz"
FACTS_NAME = "model.json"
CONTEXT = 0.5  # weight of the neighbors in a turn; on riverton NMI with the planted themes is .45 without, .55 at .5, .54 at 1
# Weight of the turn before and the one after, where talk stays on a subject. A classifier that is trained on riverton's truth is right
# for 75% of the statements without it, for 80% at .2 and 81% at .3; on port_salem for 66, 71 and 72%.
CONTEXT_TURNS = 0.25
FAR_TURNS = (4, 5, 6)  # turns apart at which one subject has given way to another
CLEAR = 2.5  # standard errors by which turns must be more alike next to each other than apart, to be read in each other's context


@dataclass(frozen=True)
class Embedded:
    """Vectors of the statements, and how they were made."""

    vectors: NDArray[np.float32] = field(repr=False)  # (n_statements, d); rows of zeros for languages that the model does not read
    model: str  # name of the model
    fingerprint: str  # SHA-256 of all that the vectors depend on but the text
    n_read: int  # statements that it read
    n_unread: int  # statements in other languages, set apart
    n_new: int  # distinct texts that had to be embedded; the rest was known from an earlier run
    path: EmbeddingPath | None = None  # how they were computed, where the encoder says so

    def facts(self) -> dict[str, str]:
        """What to show of it, by name."""
        return {
            "Language model": self.model,
            "Statements read": f"{self.n_read:,}",
            "In other languages, set apart": f"{self.n_unread:,}",
            "New since the last run": f"{self.n_new:,}",
        }


def embed_statements(city: City, statements: pd.DataFrame, *, encoder: Encoder | None = None, progress: Progress | None = None) -> Embedded:
    """Turn a city's statements into vectors; only new and changed ones are embedded.

    The tokens of the anonymiser stand for themselves no more than "someone" does, so their numbers are left out.

    Args:
        city: Whose model and languages count, and whose derived folder keeps the vectors.
        statements: As tables.STATEMENTS.
        encoder: What embeds; by default the city's model.
        progress: Called with statements done and statements to do.

    Raises:
        CityError: If the model's path leads outside the city's folder.
        ModelError: If the model is missing or is not the one that was expected.
        TableError: If the statements are not what they should be.

    Examples:
        >>> from peace_analysis import tables
        >>> from peace_analysis.city import City
        >>> from peace_analysis import themes
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> statements = place.load_table(tables.STATEMENTS)  # doctest: +SKIP
        >>> themes.embed_statements(place, statements).vectors.shape  # doctest: +SKIP
    """
    checked, settings = check_table(statements, STATEMENTS), city.config.themes
    read = is_read(checked, settings)
    encoder = encoder or city_encoder(city)
    texts = [plain_text(text) for text in checked.loc[read, "text"]]
    n_new = 0

    def count(done: int, total: int) -> None:
        nonlocal n_new
        n_new = total
        if progress is not None:
            progress(done, total)

    found = embed_texts(texts, encoder, city.derived_folder / CACHE_NAME, count)
    vectors = np.zeros((len(checked), found.shape[1]), dtype=np.float32)
    vectors[read] = read_in_context(found, checked.loc[read])
    return Embedded(
        vectors=vectors,
        model=encoder.name,
        fingerprint=hashlib.sha256(encoder.fingerprint.encode()).hexdigest(),
        n_read=int(read.sum()),
        n_unread=int((~read).sum()),
        n_new=n_new,
        path=getattr(encoder, "path", None),
    )


def texts_to_embed(city: City, statements: pd.DataFrame) -> list[str]:
    """Texts of a city's statements as its model reads them, without those in languages that it does not read."""
    return [plain_text(text) for text in statements.loc[is_read(statements, city.config.themes), "text"]]


def city_encoder(city: City) -> Encoder:
    """Load what a city embeds with: its own model or the default one, on the path that it asks for.

    Raises:
        CityError: If the model's path leads outside the city's folder.
        ModelError: If the model is missing or is not the one that was expected, or the path that it asks for is not there.
    """
    settings = city.config.themes
    model = city.path_inside(settings.model) if settings.model is not None else None
    return default_encoder(model, precision=settings.precision, device=settings.device)


def embed_seeds(city: City, texts: Mapping[str, list[str]], *, encoder: Encoder | None = None) -> dict[str, NDArray[np.float32]]:
    """Turn the definition and sentences of seeded codes into vectors, each code's of shape (n_texts, d).

    Args:
        city: Whose model counts.
        texts: As `seed_texts` gives them.
        encoder: What embeds; by default the city's model.

    Examples:
        >>> from peace_analysis.city import City
        >>> from peace_analysis import themes
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> themes.embed_seeds(place, {"dark": ["The lamp is out."]})["dark"].shape  # doctest: +SKIP
    """
    if not texts:
        return {}
    encoder = encoder or city_encoder(city)
    return {code: embed_texts(said, encoder, None) for code, said in texts.items()}


def read_in_context(vectors: NDArray[np.float32], statements: pd.DataFrame) -> NDArray[np.float32]:
    """Let each statement be read with what was said around it.

    "They never came. Not once." is about calls to the police only for those who heard the sentence before. Half of a turn is often
    about the same thing as the other half, and a statement of one to three sentences says little by itself. People also answer each
    other: where the turns of these sessions stay on a subject, the turn before and the one after count too.

    Args:
        vectors: One row per statement, in the order in which they were said.
        statements: The same statements, with session_id and turn.

    Returns:
        Each vector plus CONTEXT times the mean of its neighbors in the turn, and CONTEXT_TURNS times the turns on either side if talk
        persists; rows of length 1. Alone in its turn and among turns that have nothing to do with each other, it stays as it is.
    """
    if len(vectors) < 2:
        return vectors
    sessions = statements["session_id"].astype("str").to_numpy()
    turns = (statements["session_id"].astype("str") + " " + statements["turn"].astype("str")).to_numpy()
    same = turns[1:] == turns[:-1]
    neighbors = np.zeros_like(vectors)
    neighbors[1:][same] += vectors[:-1][same]
    neighbors[:-1][same] += vectors[1:][same]
    counts = np.zeros(len(vectors), dtype=np.float32)
    counts[1:] += same
    counts[:-1] += same
    mixed = vectors + CONTEXT * neighbors / np.maximum(counts, 1)[:, None]

    turn = np.concatenate([[0], np.cumsum(~same)])
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    whole = _unit(np.add.reduceat(vectors, starts, axis=0))
    session = sessions[starts]
    if talk_persists(whole, np.unique(session, return_inverse=True)[1]):
        following = (session[1:] == session[:-1])[:, None]
        around = np.zeros_like(whole)
        around[1:] += following * whole[:-1]
        around[:-1] += following * whole[1:]
        mixed += CONTEXT_TURNS * around[turn]
    return _unit(mixed)


def talk_persists(turns: NDArray[np.float32], sessions: NDArray[np.intp]) -> bool:
    """Whether turns are more alike next to each other than some turns apart: in a conversation they are, in a list of comments not.

    Args:
        turns: One vector of length 1 per turn, in the order in which they were said, shape (n_turns, d).
        sessions: Number of the session of each.
    """

    def alike(lag: int) -> NDArray[np.float32]:
        together = sessions[lag:] == sessions[:-lag]
        return np.asarray((turns[lag:] * turns[:-lag]).sum(axis=1)[together], dtype=np.float32)

    near, far = alike(1), np.concatenate([alike(lag) for lag in FAR_TURNS])
    if min(len(near), len(far)) < 30:
        return False
    error = np.sqrt(near.var() / len(near) + far.var() / len(far))
    return bool(near.mean() - far.mean() > CLEAR * max(float(error), 1e-9))


def _unit(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), dtype=np.float32)


def is_read(statements: pd.DataFrame, settings: Themes) -> NDArray[np.bool_]:
    """Whether each statement is in a language that the model reads, shape (n_statements,)."""
    return np.asarray(statements["language"].isin(list(settings.model_languages)), dtype=bool)


def write_model_facts(city: City, embedded: Embedded, naming: Mapping[str, object] | None = None, *, n_set_aside: int = 0) -> None:
    """Note which model made the vectors, which proposed names where one did, and how many statements people set aside.

    Examples:
        >>> from peace_analysis import tables
        >>> from peace_analysis.city import City
        >>> from peace_analysis import themes
        >>> place = City.open("riverton")  # needs a city that has been run  # doctest: +SKIP
        >>> statements = place.load_table(tables.STATEMENTS)  # doctest: +SKIP
        >>> themes.write_model_facts(place, themes.embed_statements(place, statements))  # doctest: +SKIP
    """
    facts: dict[str, object] = {
        "name": embedded.model,
        "fingerprint": embedded.fingerprint,
        "dimensions": int(embedded.vectors.shape[1]),
        "languages": list(city.config.themes.model_languages),
        "n_statements_read": embedded.n_read,
        "n_statements_in_other_languages": embedded.n_unread,
    }
    if embedded.path is not None:
        facts["embedding"] = embedded.path.facts()
    if n_set_aside:
        facts["n_statements_set_aside"] = n_set_aside
    if naming is not None:
        facts["naming"] = dict(naming)
    with write_whole(city.derived_folder / FACTS_NAME) as file:
        file.write(json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
