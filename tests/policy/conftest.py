"""What the tests of policies share: riverton's three versions and what is true of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from policy_paper import read_rows

from peace_analysis.policy import Policy, list_versions, read_versions


@pytest.fixture(scope="session")
def riverton(root: Path) -> Path:
    return root / "data" / "riverton"


@pytest.fixture(scope="session")
def versions(riverton: Path) -> list[Policy]:
    return read_versions(list_versions(riverton / "policies" / "use_of_force"))


@pytest.fixture(scope="session")
def true_sections(riverton: Path) -> dict[str, list[dict[str, str]]]:
    """Sections as they were written, by version."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in read_rows(riverton / "truth" / "policy_sections.csv"):
        found.setdefault(row["version"], []).append(row)
    return found


@pytest.fixture(scope="session")
def true_changes(riverton: Path) -> list[dict[str, str]]:
    return read_rows(riverton / "truth" / "policy_changes.csv")


@pytest.fixture(scope="session")
def true_answers(riverton: Path) -> list[dict[str, str]]:
    return read_rows(riverton / "truth" / "policy_questions.csv")
