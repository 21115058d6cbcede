"""Embedding of a large city, split over workers before its themes are found.

A text's vector is the same to the last bit whichever texts are embedded with it, and its key says on which path it was made. A split thus
changes nothing but the time: what a worker did not come to do, or did on another path, the stage itself does. No statement travels; a
part is named by its number, and every worker reads the city's anonymised statements itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peace_analysis.city import City
from peace_analysis.cluster.orders import Order, Outcome
from peace_analysis.cluster.storage import as_folder
from peace_analysis.tables import STATEMENTS

if TYPE_CHECKING:
    from peace_analysis.themes.embed import Encoder

STEP = "embed"  # between stage anonymize and stage themes
PARTS_OF = 2  # a part holds half as many statements as a city that is just large enough to be split


def embed_city(before: Outcome | None, order: Order) -> Outcome:
    """Have a city's statements embedded by all workers, if there are many of them.

    Args:
        before: What the stage before came to.
        order: Which city.

    Returns:
        Nothing executed: whatever goes wrong here goes wrong again in the stage, which tells it.
    """
    from distributed import get_worker, worker_client

    if before is not None and before.problem is not None:
        return Outcome(order.city, problem=before.problem)
    try:
        n_parts = count_parts(order)
        if n_parts:
            step = {"step": "embedding parts", "done": 0, "total": n_parts}
            get_worker().log_event(order.hands, {"city": order.city, "stage": STEP, "status": "running", "step": step})
            with worker_client(separate_thread=True) as client:
                name = f"{STEP}-part-{order.city}-{order.hands}"
                numbers = range(n_parts)
                parts = [
                    client.submit(embed_part, order, n, n_parts, key=f"{name}-{n}", pure=False, priority=order.priority) for n in numbers
                ]
                client.gather(parts, errors="skip")
    except Exception:  # noqa: BLE001 - the stage does what was not done here
        return Outcome(order.city)
    return Outcome(order.city)


def count_parts(order: Order) -> int:
    """Parts that a city's embedding is split into: none for a city that is not large, or of which little is new."""
    from peace_analysis.pipeline.stages import table_path
    from peace_analysis.pipeline.state import count_rows

    city = _open(order)
    if count_rows(table_path(city, STATEMENTS)) < order.split_from:
        return 0
    n_missing = len(_list_missing(city)[0])
    return 0 if n_missing < order.split_from else n_missing * PARTS_OF // order.split_from


def embed_part(order: Order, number: int, n_parts: int) -> int:
    """Embed one part of a city's statements on this worker.

    Args:
        order: Which city.
        number: Which part.
        n_parts: Parts in all.

    Returns:
        Texts that were embedded; nothing where it could not be done, as the stage does it then.
    """
    import torch
    from distributed import get_worker

    from peace_analysis.themes.cache import embed_ahead
    from peace_analysis.themes.embedded import CACHE_NAME

    try:
        torch.set_num_threads(get_worker().plugins[order.hands].n_threads)
        city = _open(order)
        missing, encoder = _list_missing(city)
        part = dict(sorted(missing.items())[number::n_parts])
        if part:
            embed_ahead(part, encoder, city.derived_folder / CACHE_NAME)
    except Exception:  # noqa: BLE001 - what it says may quote; the stage does what was not done here
        return 0
    return len(part)


def _open(order: Order) -> City:
    return City.open(order.city, as_folder(order.data), as_folder(order.reports))


def _list_missing(city: City) -> tuple[dict[bytes, str], Encoder]:
    from peace_analysis.themes.cache import list_missing
    from peace_analysis.themes.embedded import CACHE_NAME, city_encoder, texts_to_embed

    encoder = city_encoder(city)
    return list_missing(texts_to_embed(city, city.load_table(STATEMENTS)), encoder, city.derived_folder / CACHE_NAME), encoder
