"""Connecting to a cluster, or starting one on this machine that nobody else reaches."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from peace_analysis.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client

LOOPBACK = "127.0.0.1"
CONNECT_SECONDS = 20
EXTRA = "Spreading runs over workers needs Dask: pip install 'peace-analysis[cluster]' (in a checkout: pip install -e '.[cluster]')."


@contextmanager
def open_client(workers: int, scheduler: str | None) -> Iterator[Client]:
    """Give a client of a cluster; one that was started here ends with the block.

    Args:
        workers: Worker processes to start on this machine, where no scheduler is named.
        scheduler: Address of a running scheduler: tcp://host:port or tls://host:port.

    Raises:
        ClusterError: If Dask is not installed, or nothing answers at the address.
    """
    if find_spec("distributed") is None:
        raise ClusterError(EXTRA)
    from distributed import Client

    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise ClusterError(
                f"{scheduler}: no scheduler answers ({type(error).__name__}). Give its address as tcp://host:port, or tls://host:port with "
                "the certificates that docs/how_to/cluster.md describes."
            ) from None
        with client:
            yield client
        return
    with _start_local(workers) as cluster, Client(cluster, set_as_default=False) as client:
        yield client


@contextmanager
def _start_local(workers: int) -> Iterator[Any]:
    """Start a scheduler and workers whose ports are open to this machine alone; to this user alone where certificates can be made."""
    import dask
    from distributed import LocalCluster

    safe = {"protocol": "tls://", "security": True} if has_certificates() else {"protocol": "tcp://"}
    # Nothing but the dashboard is served: no metrics, no proxy to other ports.
    routes = ["distributed.http.scheduler.info", "distributed.http.scheduler.json", "distributed.http.health", "distributed.http.statics"]
    settings = {"distributed.scheduler.http.routes": routes, "distributed.worker.http.routes": ["distributed.http.health"]}
    with (
        tempfile.TemporaryDirectory(prefix="peace-analysis-") as scratch,
        dask.config.set(settings),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            dashboard_address=f"{LOOPBACK}:0",
            worker_dashboard_address=f"{LOOPBACK}:0",
            local_directory=scratch,
            silence_logs=logging.ERROR,
            **safe,
        ) as cluster,
    ):
        yield cluster


def has_certificates() -> bool:
    """Whether certificates for one run can be made here, so that nobody else on this machine reaches its workers."""
    return find_spec("cryptography") is not None


def link_dashboard(client: Client) -> str:
    """Address of the page that shows what workers do: Dask's dashboard where bokeh is installed, else its plain pages."""
    link = str(client.dashboard_link)
    return link if find_spec("bokeh") is not None else link.replace("/status", "/info/main/workers.html")
