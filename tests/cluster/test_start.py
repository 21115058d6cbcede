"""An address that cannot be one, or that asks for certificates where none is given, is refused before anything is asked of the network."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="dask is not installed: `pip install -e '.[cluster]'`")

import dask

from peace_analysis.cluster.start import _refuse_address, open_client
from peace_analysis.errors import ClusterError


@pytest.mark.parametrize(
    "address",
    ["", "scheduler", "scheduler.example:8786", "10.0.0.5:8786", "http://scheduler.example:8786", "tcp://scheduler.example", "tcp://:8786"],
)
def test_what_is_no_address_is_refused_with_what_one_looks_like(address: str) -> None:
    with pytest.raises(ClusterError, match="tcp://host:port or tls://host:port"), open_client(1, address):
        pass


@pytest.mark.parametrize("address", ["tcp://scheduler.example:8786", "tcp://127.0.0.1:8786", "tcp://[::1]:8786"])
def test_addresses_are_let_pass(address: str) -> None:
    _refuse_address(address)


def test_tls_without_certificates_says_which_settings_are_missing(tmp_path: Path) -> None:
    nothing = {"distributed.comm.tls.ca-file": None, "distributed.comm.tls.client.cert": None}
    with dask.config.set(nothing), pytest.raises(ClusterError) as caught, open_client(1, "tls://127.0.0.1:8786"):
        pass
    for name in ("CA_FILE", "CLIENT__CERT"):
        assert f"DASK_DISTRIBUTED__COMM__TLS__{name}: no certificate given" in str(caught.value)
    given = {"distributed.comm.tls.ca-file": str(tmp_path / "ca.pem"), "distributed.comm.tls.client.cert": str(tmp_path / "dask.pem")}
    with dask.config.set(given):
        with pytest.raises(ClusterError, match="CA_FILE: there is no such file"):
            _refuse_address("tls://127.0.0.1:8786")
        for path in given.values():
            Path(path).write_text("made up", encoding="utf-8")
        _refuse_address("tls://127.0.0.1:8786")
