"""Connecting to a cluster, or starting one on this machine that nobody else reaches."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peace_analysis.errors import ClusterError

if TYPE_CHECKING:
    from distributed import Client

LOOPBACK = "127.0.0.1"
CONNECT_SECONDS = 20
ADDRESS = re.compile(r"(?P<protocol>tcp|tls)://(\[[0-9A-Fa-f:.%]+\]|[^\s/:\[\]]+):\d{1,5}")
VARIABLE = "DASK_DISTRIBUTED__COMM__TLS__"  # of the environment, followed by the setting's name
EXTRA = "Spreading runs over workers needs Dask: pip install 'peace-analysis[cluster]' (in a checkout: pip install -e '.[cluster]')."


@contextmanager
def open_client(workers: int, scheduler: str | None) -> Iterator[Client]:
    """Give a client of a cluster; one that was started here ends with the block.

    Args:
        workers: Worker processes to start on this machine, where no scheduler is named.
        scheduler: Address of a running scheduler: tcp://host:port or tls://host:port.

    Raises:
        ClusterError: If Dask is not installed, the address is none, a certificate is missing, or nothing answers at the address.
    """
    if find_spec("distributed") is None:
        raise ClusterError(EXTRA)
    if scheduler is not None:
        _refuse_address(scheduler)
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


def _refuse_address(scheduler: str) -> None:
    """Refuse, before anything is asked of the network, what is no address, and one that asks for certificates where none is given."""
    found = ADDRESS.fullmatch(scheduler)
    if found is None:
        raise ClusterError(f"{scheduler}: is no address of a scheduler. Give it as tcp://host:port or tls://host:port.")
    if found["protocol"] == "tcp":
        return
    from distributed.security import Security

    given = Security()  # what the configuration and the environment name
    names = {"CA_FILE": given.tls_ca_file, "CLIENT__CERT": given.tls_client_cert}
    said = [f"{VARIABLE}{name}: no certificate given" for name, value in names.items() if not value]
    said += [f"{VARIABLE}{name}: there is no such file" for name, value in names.items() if value and not _is_certificate(str(value))]
    if said:
        do = f"Set {VARIABLE}CA_FILE and {VARIABLE}CLIENT__CERT, as docs/how_to/cluster.md describes."
        raise ClusterError(f"{scheduler}: {'; '.join(said)}. {do}")


def _is_certificate(value: str) -> bool:
    """Whether a setting is the path of a file, or a certificate itself, which Dask takes too."""
    return "\n" in value or Path(value).is_file()


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
