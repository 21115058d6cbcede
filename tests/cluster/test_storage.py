"""Cities in an object store: brought, run and brought back whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from peace_analysis.cluster.orders import Order
from peace_analysis.cluster.storage import Store, as_folder, bring_city, is_store, publish_build
from peace_analysis.cluster.tasks import do_order
from peace_analysis.errors import ClusterError


@pytest.fixture
def store() -> Iterator[Store]:
    files = MemoryFileSystem()
    for path in files.find("/programme"):
        files.rm_file(path)
    yield Store.open("memory://programme")
    for path in files.find("/programme"):
        files.rm_file(path)


def fill(store: Store, files: dict[str, str]) -> None:
    for name, text in files.items():
        store.files.pipe_file(f"{store.root}/{name}", text.encode())


def results(folder: Path, version: str) -> Path:
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "report.html").write_text(f"report {version}", encoding="utf-8")
    (folder / "tables" / "themes.csv").write_text(f"themes {version}", encoding="utf-8")
    (folder / "build.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    return folder


def read_results(store: Store) -> dict[str, str]:
    """What a reader finds who follows current.json."""
    current = store.read_current("reports/here")
    base = f"{store.root}/reports/here/builds/{current['build']}/"
    return {path.split(f"/{current['build']}/")[1]: store.files.cat_file(path).decode() for path in store.files.find(base)}


def test_a_store_is_told_from_a_folder() -> None:
    assert [is_store(place) for place in ("data", "/mnt/data", Path("/mnt/data").as_uri(), "s3://bucket/data", "memory://x")] == [
        *(False, False, False),
        *(True, True),
    ]
    assert as_folder(Path("/mnt/data").as_uri()) == Path("/mnt/data")


def test_cities_are_those_with_a_city_yml(store: Store) -> None:
    fill(store, {"data/b/city.yml": "name: B", "data/a/city.yml": "name: A", "data/notes/read.me": "no city"})
    assert Store.open("memory://programme/data").list_cities() == ["a", "b"]
    assert Store.open("memory://programme/data").has_city("a")
    assert not Store.open("memory://programme/data").has_city("notes")


def test_a_protocol_that_nothing_speaks_is_told_with_what_to_do() -> None:
    with pytest.raises(ClusterError, match="fsspec needs a package for each protocol"):
        Store.open("nowhere://bucket/data")


def test_a_city_comes_whole_and_what_a_run_changed_goes_back(store: Store, tmp_path: Path) -> None:
    fill(store, {"data/here/city.yml": "name: Here", "data/here/transcripts/S01.vtt": "raw", "data/here/restricted/log.csv": "old"})
    order = Order("here", "memory://programme/data", "memory://programme/reports")
    with bring_city(order, tmp_path) as local:
        folder = Path(local.data) / "here"
        assert (folder / "transcripts" / "S01.vtt").read_text(encoding="utf-8") == "raw"
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "restricted" / "log.csv").unlink()
        (folder / "derived").mkdir()
        (folder / "derived" / "state.json").write_text("{}", encoding="utf-8")
        results(Path(local.reports) / "here", "1")
    assert sorted(path.removeprefix("/programme/data/here/") for path in store.files.find("/programme/data")) == [
        "city.yml",
        "derived/state.json",
        "transcripts/S01.vtt",
    ]
    assert read_results(store)["report.html"] == "report 1"
    assert list(tmp_path.rglob("*.vtt")) == []  # raw words do not stay on a worker


def test_the_day_of_deletion_goes_back_first_and_the_record_last(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, {"data/here/city.yml": "name: Here"})
    order, stored = Order("here", "memory://programme/data", str(tmp_path / "reports")), []
    put = store.files.put_file
    monkeypatch.setattr(store.files, "put_file", lambda source, name: (stored.append(name.partition("/here/")[2]), put(source, name)))
    with bring_city(order, tmp_path) as local:
        for name in ("themes_history.json", "derived/state.json", "derived/a.parquet", "restricted/a.csv", "restricted/delete_by.txt"):
            path = Path(local.data) / "here" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(name, encoding="utf-8")
    assert (stored[0], stored[-1], len(stored)) == ("restricted/delete_by.txt", "derived/state.json", 5)


def test_folders_that_consoles_of_stores_make_are_no_files(store: Store, tmp_path: Path) -> None:
    fill(store, {"data/here/city.yml": "name: Here", "data/here/transcripts/S01.vtt": "raw", "data/here/empty": ""})
    files = store.files.store
    for name in ("", "transcripts/", "surveys/"):
        files[f"/programme/data/here/{name}"] = files["/programme/data/here/empty"]
    try:
        store.fetch("data/here", tmp_path / "here")
    finally:
        for name in ("", "transcripts/", "surveys/"):
            del files[f"/programme/data/here/{name}"]
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert found == ["here/city.yml", "here/empty", "here/transcripts/S01.vtt"]


def test_the_next_run_finds_the_results_of_the_last(store: Store, tmp_path: Path) -> None:
    fill(store, {"data/here/city.yml": "name: Here"})
    order = Order("here", "memory://programme/data", "memory://programme/reports")
    with bring_city(order, tmp_path) as local:
        results(Path(local.reports) / "here", "1")
    with bring_city(order, tmp_path) as local:
        assert (Path(local.reports) / "here" / "report.html").read_text(encoding="utf-8") == "report 1"
    assert store.read_current("reports/here")["earlier"] == []  # the same results are not stored twice


class CutOffError(OSError):
    """The store is gone."""


def test_whenever_the_store_is_cut_off_readers_find_one_result_whole(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_build(store, "reports/here", results(tmp_path / "one", "1"))
    before = read_results(store)
    results(tmp_path / "two", "2")
    put, pipe = store.files.put_file, store.files.pipe_file
    for n_done in range(4):  # three files and current.json
        left = n_done

        def count() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise CutOffError

        monkeypatch.setattr(store.files, "put_file", lambda *a, **k: (count(), put(*a, **k)))
        monkeypatch.setattr(store.files, "pipe_file", lambda *a, **k: (count(), pipe(*a, **k)))
        with pytest.raises(CutOffError):
            publish_build(store, "reports/here", tmp_path / "two")
        assert read_results(store) == before
    monkeypatch.undo()
    publish_build(store, "reports/here", tmp_path / "two")
    assert read_results(store) == {
        "report.html": "report 2",
        "tables/themes.csv": "themes 2",
        "build.json": '{"version": "2"}',
    }


def test_what_a_kill_cut_off_is_taken_away_by_the_next(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builds = [publish_build(store, "reports/here", results(tmp_path, "1"))]

    def cut_off(*_: object) -> None:
        raise CutOffError

    monkeypatch.setattr(store.files, "pipe_file", cut_off)
    with pytest.raises(CutOffError):
        publish_build(store, "reports/here", results(tmp_path, "2"))
    monkeypatch.undo()
    assert len(store.list_builds("reports/here")) == 2
    builds.append(publish_build(store, "reports/here", results(tmp_path, "3")))
    assert set(store.list_builds("reports/here")) == set(builds)
    assert read_results(store)["report.html"] == "report 3"


def test_results_that_vanish_while_they_are_stored_never_count(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_build(store, "reports/here", results(tmp_path, "1"))
    before, put = read_results(store), store.files.put_file
    monkeypatch.setattr(store.files, "put_file", lambda source, name: None if name.endswith("themes.csv") else put(source, name))
    with pytest.raises(ClusterError, match="one command at a time"):
        publish_build(store, "reports/here", results(tmp_path, "2"))
    assert read_results(store) == before


def test_a_store_that_does_not_say_which_results_count_is_not_taken_for_an_empty_one(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_build(store, "reports/here", results(tmp_path, "1"))
    before = read_results(store)

    def refuse(_: str) -> bytes:
        raise PermissionError

    monkeypatch.setattr(store.files, "cat_file", refuse)
    with pytest.raises(PermissionError):
        publish_build(store, "reports/here", results(tmp_path, "2"))
    monkeypatch.undo()
    assert read_results(store) == before


def test_results_before_the_last_two_are_taken_away(store: Store, tmp_path: Path) -> None:
    builds = [publish_build(store, "reports/here", results(tmp_path, str(version))) for version in range(4)]
    kept = {path.split("/builds/")[1].split("/")[0] for path in store.files.find("/programme/reports/here/builds")}
    assert kept == set(builds[-2:])


def test_a_name_that_leads_out_of_the_folder_is_refused(store: Store, tmp_path: Path) -> None:
    fill(store, {"data/here/city.yml": "name: Here", "data/here/../../outside.txt": "gotcha"})
    path = next((path for path in store.files.store if path.endswith("outside.txt")), "")
    if ".." not in path:
        store.files.store["/programme/data/here/../../outside.txt"] = store.files.store.pop(path)
    with pytest.raises(ClusterError, match="leads out of its folder"):
        Store.open("memory://programme/data").fetch("here", tmp_path / "deep" / "here")
    assert not list(tmp_path.rglob("outside.txt"))


def test_bad_input_in_a_store_is_told_and_changes_no_results(store: Store) -> None:
    fill(store, {"data/here/city.yml": "name: Here\nnmae: x\n"})
    order = Order("here", "memory://programme/data", "memory://programme/reports")
    outcome = do_order(order, None, lambda *_: None)
    assert outcome.problem is not None
    assert "nmae" in outcome.problem
    assert outcome.problem.startswith("memory://programme/data/here/city.yml: ")  # the copy here is gone
    assert store.files.find("/programme/reports") == []


def test_a_city_that_a_store_does_not_hold_is_told_with_the_stores_name(store: Store) -> None:
    fill(store, {"data/here/notes.txt": "no city"})
    for key in ("here", "nowhere"):
        problem = do_order(Order(key, "memory://programme/data", "memory://programme/reports"), None, lambda *_: None).problem
        assert problem is not None
        assert problem.startswith(f"memory://programme/data/{key}: there is no city.yml here.")


def test_a_store_out_of_reach_is_told_without_what_its_package_says(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class EndpointConnectionError(Exception):
        """As botocore's: no OSError."""

    def fail(*_: object, **__: object) -> None:
        raise EndpointConnectionError("key AKIA")

    for name in ("glob", "exists"):
        monkeypatch.setattr(store.files, name, fail)
    for ask in (store.list_cities, lambda: store.has_city("here")):
        with pytest.raises(ClusterError) as caught:
            ask()
        assert "memory://programme: cannot be read (EndpointConnectionError)" in str(caught.value)
        assert "AKIA" not in str(caught.value)
