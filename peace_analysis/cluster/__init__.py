"""Many cities at once, over the cores of this machine or over a Dask cluster: `run_cities`.

A task is a stage of a city. What travels is the city's key, the name of the stage and where the folders are, never a word that anybody
said: workers read and write the shared folders themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peace_analysis.cluster.orders import Outcome
    from peace_analysis.cluster.run import run_cities

__all__ = ["Outcome", "run_cities"]


def __getattr__(name: str) -> Any:
    # Dask is an extra, and is loaded by those alone who spread their work.
    if name == "Outcome":
        from peace_analysis.cluster.orders import Outcome

        return Outcome
    if name == "run_cities":
        from peace_analysis.cluster.run import run_cities

        return run_cities
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
