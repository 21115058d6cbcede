"""Cities in a bucket of a real S3 server, where s3fs and moto are installed; every other test of stores needs neither."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("s3fs", reason="s3fs is not installed: `pip install s3fs 'moto[server]'` tries cities in S3")
pytest.importorskip("moto.server", reason="moto is not installed: `pip install s3fs 'moto[server]'` tries cities in S3")

from peace_analysis.cluster.orders import Order
from peace_analysis.cluster.storage import Store, bring_city
from peace_analysis.cluster.tasks import do_order
from peace_analysis.commands.many import choose_programme
from peace_analysis.errors import ClusterError

HERE = Order("here", "s3://programme/data", "s3://programme/reports")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    store = Store.open("s3://programme")
    store.files.mkdir("programme")
    store.files.pipe_file("programme/data/here/city.yml", b"name: Here\n")
    store.files.pipe_file("programme/data/here/transcripts/S01.txt", b"raw")
    yield store
    store.files.rm("programme", recursive=True)
    type(store.files).clear_instance_cache()


def names(store: Store) -> list[str]:
    return [path.removeprefix("programme/") for path in store.files.find("programme")]


def test_a_city_comes_from_a_bucket_and_goes_back(bucket: Store, tmp_path: Path) -> None:
    for n in (1, 2, 3):
        with bring_city(HERE, tmp_path) as local:
            assert (Path(local.data) / "here" / "transcripts" / "S01.txt").read_bytes() == b"raw"
            derived, results = Path(local.data) / "here" / "derived", Path(local.reports) / "here" / "tables"
            assert results.is_dir() == (n > 1)
            derived.mkdir(exist_ok=True)
            (derived / "state.json").write_text(str(n), encoding="utf-8")
            results.mkdir(parents=True, exist_ok=True)
            (results / "themes.csv").write_text(str(n), encoding="utf-8")
    told = json.loads(bucket.files.cat_file("programme/reports/here/current.json"))
    tables = [f"reports/here/builds/{build}/tables/themes.csv" for build in (told["build"], *told["earlier"])]
    assert [bucket.files.cat_file(f"programme/{name}") for name in tables] == [b"3", b"2"]
    raw = ["data/here/city.yml", "data/here/derived/state.json", "data/here/transcripts/S01.txt"]
    assert names(bucket) == sorted([*raw, *tables, "reports/here/current.json"])
    assert bucket.files.cat_file("programme/data/here/derived/state.json") == b"3"


def test_folders_that_a_console_made_are_no_files(bucket: Store, tmp_path: Path) -> None:
    for name in ("data/", "data/here/", "data/here/transcripts/"):
        bucket.files.pipe_file(f"programme/{name}", b"")
    assert choose_programme(None, True, HERE.data, HERE.reports, None).keys == ["here"]
    with bring_city(HERE, tmp_path) as local:
        assert [path.name for path in (Path(local.data) / "here" / "transcripts").iterdir()] == ["S01.txt"]


def test_a_city_added_since_is_found(bucket: Store) -> None:
    assert Store.open(HERE.data).list_cities() == ["here"]
    other = type(bucket.files)(skip_instance_cache=True)  # somebody else's: this process is not told
    other.pipe_file("programme/data/there/city.yml", b"name: There\n")
    assert Store.open(HERE.data).list_cities() == ["here", "there"]


def test_a_mistyped_bucket_for_results_is_not_made(bucket: Store, tmp_path: Path) -> None:
    order = Order("here", HERE.data, "s3://programm/reports")
    with pytest.raises(FileNotFoundError), bring_city(order, tmp_path) as local:
        (Path(local.reports) / "here").mkdir(parents=True)
        (Path(local.reports) / "here" / "report.html").write_text("report", encoding="utf-8")
    assert bucket.files.ls("") == ["programme"]


@pytest.mark.parametrize(
    ("name", "value"), [("AWS_ACCESS_KEY_ID", None), ("AWS_ENDPOINT_URL", "http://127.0.0.1:1")], ids=["no key", "nobody there"]
)
def test_a_bucket_out_of_reach_is_told(bucket: Store, monkeypatch: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    type(bucket.files).clear_instance_cache()
    with pytest.raises(ClusterError, match="s3://programme/data: cannot be read"):
        choose_programme(None, True, HERE.data, HERE.reports, None)
    problem = do_order(HERE, None, lambda *_: None).problem
    assert problem is not None
    assert "s3://programme/data: cannot be read" in problem
