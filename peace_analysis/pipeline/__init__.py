"""Runs: `run_city` brings a city's results up to date, stage after stage, and publishes them.

`stages` says what each stage depends on, `execute` runs its notebook, `publish` puts the results where readers find them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peace_analysis.pipeline.run import RunResult, is_up_to_date, run_city
    from peace_analysis.pipeline.state import read_state

__all__ = ["RunResult", "is_up_to_date", "read_state", "run_city"]


def __getattr__(name: str) -> Any:
    # Rooms before this one ask `stages` where tables are: they need not wait for all that a run needs.
    if name == "read_state":
        from peace_analysis.pipeline import state

        return state.read_state
    if name in __all__:
        from peace_analysis.pipeline import run

        return getattr(run, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
