"""Workers are refused where they would not come to the same results."""

from __future__ import annotations

from dataclasses import replace

import pytest

from peace_analysis.cluster.alike import Facts, compare_workers, share_cores
from peace_analysis.errors import ClusterError

ONE = Facts("c0de", (("numpy", "2.4.6"), ("python", "3.11.9")), "bfloat16", "node1", 8, tuple(range(8)), 1, ())


def test_workers_that_are_alike_are_taken() -> None:
    compare_workers({"tcp://a:1": ONE, "tcp://b:1": replace(ONE, machine="node2", n_cores=64)})


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (replace(ONE, code="0ther"), "its code of peace_analysis is not that of tcp://a:1"),
        (replace(ONE, libraries=(("numpy", "2.4.5"), ("python", "3.11.9"))), "has numpy 2.4.5 (there 2.4.6)"),
        (replace(ONE, path="float32"), "computes in float32, tcp://a:1 in bfloat16"),
        (replace(ONE, n_threads=4), "does 4 tasks at a time. Start workers with --nthreads 1"),
        (replace(ONE, unseen=("riverton", "port_salem")), "does not find riverton, port_salem"),
    ],
    ids=["code", "library", "precision", "threads", "folders"],
)
def test_a_worker_that_differs_is_named_with_what_to_do(other: Facts, told: str) -> None:
    with pytest.raises(ClusterError) as caught:
        compare_workers({"tcp://a:1": ONE, "tcp://b:1": other})
    assert str(caught.value).startswith("tcp://b:1: ")
    assert told in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_all_that_differs_is_told_at_once() -> None:
    with pytest.raises(ClusterError) as caught:
        compare_workers({"a": ONE, "b": replace(ONE, code="0ther", path="float32"), "c": replace(ONE, n_threads=2)})
    assert len(str(caught.value).splitlines()) == 3


def test_cores_of_a_machine_are_shared_by_the_workers_on_it() -> None:
    two, one = (replace(ONE, machine=f"node{n + 1}", n_cores=n_cores, cores=()) for n, n_cores in ((1, 2), (2, 1)))
    assert share_cores({"a": ONE, "b": ONE, "c": ONE, "d": two, "e": one}) == {"node1": 2, "node2": 2, "node3": 1}


def test_cores_that_a_queue_gave_to_one_worker_are_shared_with_nobody() -> None:
    own = {str(n): replace(ONE, n_cores=2, cores=(2 * n, 2 * n + 1)) for n in range(4)}
    assert share_cores(own) == {"node1": 2}
    assert share_cores({**own, "more": replace(ONE, n_cores=2, cores=(0, 1))}) == {"node1": 1}


def test_a_limit_on_time_counts_where_all_cores_are_in_sight() -> None:
    held = replace(ONE, n_cores=2, cores=tuple(range(64)))
    assert share_cores({"a": held}) == {"node1": 2}
    assert share_cores({str(n): held for n in range(4)}) == {"node1": 2}
    assert share_cores({str(n): held for n in range(64)}) == {"node1": 1}
