"""A release from the command line: refused with every reason, prepared, signed, verified, and never replaced."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import Done, peace
from made_once import copy_port_salem, review_port_salem, run_port_salem


@pytest.fixture
def data(tmp_path: Path) -> Path:
    copy_port_salem(tmp_path / "data")
    return tmp_path / "data"


def stand_in_for(made: Path, folder: Path) -> None:
    """Put what was made of Port Salem where it is looked for, in place of what is there."""
    for name in ("data", "reports"):
        shutil.rmtree(folder / name)
        shutil.copytree(made / name, folder / name)


@pytest.mark.slow
def test_a_city_is_released_only_after_review_and_signature_and_stays_what_it_was(shared: Path, data: Path, tmp_path: Path) -> None:
    reports, signature = tmp_path / "reports", ("--sign", "Ana Diaz, director")
    waiting, releases = reports / "port_salem.to_sign", reports / "port_salem.released"

    def release(*arguments: str | Path) -> Done:
        return peace("release", "port_salem", *arguments, "--data", data)

    def refused(*arguments: str | Path) -> str:
        found = release(*arguments)
        assert found.returncode == 2
        assert "Traceback" not in found.stderr
        assert not list(reports.glob(".*"))  # nothing half written
        return found.stderr

    reports.mkdir()
    assert "not up to date" in refused()
    stand_in_for(run_port_salem(shared), tmp_path)
    assert "nobody has reviewed the removal of names" in refused()
    assert "No risk assessment waits" in refused(*signature)
    assert not waiting.exists()
    assert not releases.exists()

    stand_in_for(review_port_salem(shared), tmp_path)
    prepared = release()
    assert prepared.returncode == 0, prepared.stderr
    assert sorted(path.name for path in waiting.iterdir()) == ["release.json", "risk_assessment.html", "risk_assessment.md"]
    assessment = (waiting / "risk_assessment.md").read_text(encoding="utf-8")
    assert "QX read" in assessment
    assert "fewer than 11" in assessment
    assert "DRAFT" in (waiting / "risk_assessment.html").read_text(encoding="utf-8")
    assert not releases.exists()

    signed = release(*signature, "--sign", "Bo Lee, chief")
    assert signed.returncode == 0, signed.stderr
    (folder,) = releases.iterdir()
    assert not waiting.exists()
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 5
    assert not any("DRAFT" in page.read_text(encoding="utf-8") for page in pages)
    assert "DRAFT" in (reports / "port_salem" / "report.html").read_text(encoding="utf-8")
    record = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    assert [person["name"] for person in record["signed"]] == ["Ana Diaz", "Bo Lee"]
    assert record["gates"]["leaks"]["found"] == record["gates"]["small_cells"]["exposed"] == record["gates"]["accessibility"]["faults"] == 0
    assert record["gates"]["review"]["complete"]
    assert {"review.yml", "city.yml", "sessions, participants and transcripts"} <= set(record["inputs"])
    assert "Ana Diaz" in (folder / "risk_assessment.html").read_text(encoding="utf-8")

    copy = tmp_path / "elsewhere"
    shutil.copytree(folder, copy)
    verified = peace("release", "port_salem", copy, "--verify", "--data", tmp_path / "none")
    assert verified.returncode == 0, verified.stderr
    assert signed.stdout.split()[-1] in verified.stdout
    table = copy / "tables" / "themes.csv"
    table.chmod(0o644)
    table.write_text(table.read_text(encoding="utf-8").replace("1", "2"), encoding="utf-8")
    tampered = peace("release", "port_salem", copy, "--verify")
    assert tampered.returncode == 2
    assert "themes.csv is not what was released" in tampered.stderr.replace("csv:", "csv")

    assert "released already" in refused()
    config = data / "port_salem" / "city.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("sessions@", "listening@"), encoding="utf-8")
    assert "not up to date" in refused()
    assert peace("run", "port_salem", "--from", "report", "--data", data).returncode == 0
    assert release("--verify").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--sign", "Ana Diaz"), "name and a role"),
        (("folder",), "goes with --verify only"),
        (("--verify", "--sign", "A, b"), "goes with no --sign"),
        (("--verify",), "there is no release of port_salem"),
        (("nowhere", "--verify"), "there is no release.json here"),
    ],
    ids=["no role", "folder without verify", "both", "none", "no folder"],
)
def test_what_does_not_fit_together_is_refused(data: Path, arguments: tuple[str, ...], expected: str) -> None:
    found = peace("release", "port_salem", *arguments, "--data", data)
    assert found.returncode == 2
    assert expected in found.stderr
    assert not (data.parent / "reports").exists()
