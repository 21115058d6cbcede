"""What is remembered of waves that were published: how a city's sessions were cut, so that they are cut in no other way afterwards.

Counts of two cuts give the difference between them away: with waves that begin on one day and again on another, the sessions in between
can be counted by subtraction, however each comparison is masked.
"""

from __future__ import annotations

import json

import pandas as pd

from peace_analysis.across import WAVE
from peace_analysis.city import City
from peace_analysis.errors import InputError, Problem
from peace_analysis.files import write_whole

MEMORY = "compared_waves.json"  # in the city's folder: what was published cannot be made again, as derived/ can


def refuse_other_cut(place: City, sessions: pd.DataFrame) -> None:
    """Refuse waves that part the city's sessions otherwise than those of an earlier comparison; new sessions may be in any wave.

    Args:
        place: The city.
        sessions: Its sessions with their waves, from `across.mark_waves`.

    Raises:
        InputError: If they do, or if what is remembered cannot be read; says what to do.
    """
    path = place.folder / MEMORY
    if not path.is_file():
        return
    where = f"{place.key}/{MEMORY}"
    undo = "If nothing of the earlier comparison has left the team, delete this file and compare again."
    try:
        noted = json.loads(path.read_text(encoding="utf-8"))
        named, before = str(noted["waves"]), {str(key): str(wave) for key, wave in noted["sessions"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        said = "cannot be read: it says how waves of this city were cut in an earlier comparison."
        raise InputError(Problem(where, said, f"Bring it back from a backup. {undo}")) from None
    after = _waves_of(sessions)
    pairs = {(wave, after[key]) for key, wave in before.items() if key in after}
    if any(len({pair[side] for pair in pairs}) < len(pairs) for side in (0, 1)) or any((not old) != (not new) for old, new in pairs):
        said = (
            f"waves of this city were published before, cut by `{named}`. Another cut would give small counts away: "
            "the sessions that change their wave can be counted by subtraction."
        )
        raise InputError(Problem(where, said, f"Use the same cut: --waves {named}. {undo}"))


def remember_cut(place: City, sessions: pd.DataFrame, waves: str) -> None:
    """Write down how waves of a city were cut, once they are published; sessions that are gone by now stay remembered.

    Args:
        place: The city.
        sessions: Its sessions with their waves, which `refuse_other_cut` let pass.
        waves: The day, or the name of the column.
    """
    path = place.folder / MEMORY
    known: dict[str, str] = {}
    if path.is_file():
        noted = json.loads(path.read_text(encoding="utf-8"))
        known, waves = noted["sessions"], noted["waves"]
        names = {wave: known[key] for key, wave in _waves_of(sessions).items() if key in known}
    else:
        names = {}
    cut = known | {key: names.get(wave, wave) for key, wave in _waves_of(sessions).items()}
    with write_whole(path) as file:
        file.write(json.dumps({"waves": waves, "sessions": dict(sorted(cut.items()))}, ensure_ascii=False, indent=1) + "\n")


def _waves_of(sessions: pd.DataFrame) -> dict[str, str]:
    """Wave of each session by its id, "" for none."""
    waves = sessions[WAVE].where(sessions[WAVE].notna(), "")
    return dict(zip(sessions["session_id"].astype("str"), waves.astype("str"), strict=True))
