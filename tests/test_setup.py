"""The set-up says the same thing in pyproject.toml, requirements.lock and environment.yml, and names no machine."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from ruamel.yaml import YAML


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, object]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def lock(root: Path) -> dict[str, str]:
    lines = [line for line in (root / "requirements.lock").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._]+", line) for line in lines), "the lock holds names and versions only"
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}


@pytest.fixture(scope="module")
def conda(root: Path) -> dict[str, Requirement]:
    environment = YAML(typ="safe").load((root / "environment.yml").read_text(encoding="utf-8"))
    found = {}
    for item in environment["dependencies"]:
        for line in item["pip"] if isinstance(item, dict) else [item]:
            requirement = Requirement(re.sub(r"^([a-z]+)=([\d.]+)$", r"\1==\2.*", line))
            found[canonicalize_name(requirement.name)] = requirement
    return found


def requirements(project: dict[str, object]) -> list[Requirement]:
    optional = project["optional-dependencies"]
    return [Requirement(line) for line in [*project["dependencies"], *(line for group in optional.values() for line in group)]]


def test_every_dependency_is_pinned_within_its_range(project: dict[str, object], lock: dict[str, str]) -> None:
    for requirement in requirements(project):
        version = lock.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in requirements.lock"
        assert requirement.specifier.contains(Version(version)), f"{requirement.name}=={version} is outside {requirement.specifier}"


def test_the_lock_is_what_is_installed(lock: dict[str, str]) -> None:
    installed = {canonicalize_name(dist.name): dist.version for dist in distributions()}
    differing = {
        name: (version, installed[name]) for name, version in lock.items() if name in installed and installed[name].split("+")[0] != version
    }
    assert not differing
    assert set(lock) <= set(installed)


def test_torch_is_pinned_to_a_plain_release(lock: dict[str, str]) -> None:
    assert lock["torch"] == "2.13.0"


def test_conda_environment_agrees_with_pyproject(project: dict[str, object], conda: dict[str, Requirement]) -> None:
    wanted = {canonicalize_name(r.name): r for r in requirements(project) if canonicalize_name(r.name) not in DEVELOPMENT}
    named = {name: requirement for name, requirement in conda.items() if name not in ("python", "pip", "peace-analysis")}
    assert set(named) == set(wanted)
    assert {name: str(r.specifier) for name, r in named.items()} == {name: str(r.specifier) for name, r in wanted.items()}


DEVELOPMENT = {
    "hypothesis",
    "krippendorff",
    "mkdocs",
    "mkdocs-material",
    "mkdocstrings",
    "mypy",
    "packaging",
    "pandas-stubs",
    "playwright",
    "pypdf",
    "pytest",
    "pytest-xdist",
    "python-docx",
    "ruff",
    "webvtt-py",
}


def test_conda_environment_has_a_python_that_the_project_takes(project: dict[str, object], conda: dict[str, Requirement]) -> None:
    wanted = Requirement(f"python{project['requires-python']}").specifier
    assert wanted.contains(Version(str(conda["python"].specifier).removeprefix("==").removesuffix(".*") + ".5"))


def test_no_file_names_a_registry_or_a_path_of_a_machine(root: Path) -> None:
    pattern = re.compile(r"((pypi|pythonhosted|npmjs)\.(org|com)|(^|[^A-Za-z0-9_.])/(work|root|home)/[a-z.]|file:/{3})")
    checked = [
        *root.glob("*.*"),
        *root.glob("docs/**/*"),
        *root.glob("peace_analysis/**/*"),
        *root.glob("notebooks/*"),
        root / ".ci" / "run",
    ]
    for path in checked:
        if path.is_file() and path.suffix in (".py", ".md", ".yml", ".toml", ".lock", ".ipynb", ".cff", "", ".j2", ".css", ".js"):
            assert not pattern.search(path.read_text(encoding="utf-8")), path.name
