"""The two invented cities: what is committed follows from the scripts, holds what it must, and can be read again."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

from peace_analysis.anonymize.questions import code_sections
from peace_analysis.city import City
from peace_analysis.transcripts import read_city

CITIES = ("riverton", "port_salem")
WITHOUT_SPEAKERS = {"R14", "S03"}
ONLINE = "R04"  # comments are exported newest first
IDENTIFIERS = {
    "NAME",
    "ADDRESS",
    "ORGANIZATION",
    "PHONE",
    "EMAIL",
    "SSN",
    "MRN",
    "PLAN",
    "ACCOUNT",
    "CARD",
    "LICENSE",
    "PLATE",
    "VIN",
    "DEVICE",
    "URL",
    "IP",
    "HANDLE",
    "BADGE",
    "UNIT",
    "CASE",
    "DATE",
    "AGE",
    "ZIP",
    "INCIDENT",
    "KIN",
}
# People given a theme in the plan that the scripts were written to: (raised, heard) in the group and in the rest.
REALISED = {
    ("riverton", "stops"): ((38, 48), (10, 117)),
    ("riverton", "staffing"): ((20, 23), (10, 142)),
    ("riverton", "theft"): ((19, 22), (17, 143)),
    ("riverton", "traffic"): ((30, 49), (16, 116)),
    ("riverton", "response_time"): ((62, 97), (10, 68)),
    ("port_salem", "stops"): ((14, 20), (2, 29)),
    ("port_salem", "theft"): ((7, 9), (4, 40)),
    ("port_salem", "drugs_homeless"): ((13, 19), (5, 30)),
}


@pytest.fixture(scope="module")
def data(root: Path) -> Path:
    return root / "data"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def passages(data: Path) -> list[dict[str, str]]:
    return [row for city in CITIES for row in rows(data / city / "truth" / "passages.csv")]


@pytest.fixture(scope="module")
def said(passages: list[dict[str, str]]) -> list[dict[str, str]]:
    """What participants tell and ask for; no prompts, introductions and back-channels."""
    return [row for row in passages if row["kind"] in ("describe", "request")]


def words_of(text: str) -> list[str]:
    """Words without case and punctuation, as any transcript of them must hold them."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.replace("’", "'").lower())


def test_rendering_again_gives_the_committed_files_byte_for_byte(data, tmp_path):
    subprocess.run([sys.executable, str(data / "render_sample_cities.py"), "--into", str(tmp_path)], check=True, capture_output=True)
    rendered = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    different = [str(path) for path in sorted(rendered) if (tmp_path / path).read_bytes() != (data / path).read_bytes()]
    assert different == []
    received = {path.relative_to(data) for city in CITIES for path in (data / city / "transcripts").rglob("*") if path.is_file()}
    assert received <= rendered


def test_there_are_at_least_600_distinct_passages_and_none_begins_like_another(said):
    assert len({row["text"] for row in said}) == len(said) >= 600
    beginnings = Counter(" ".join(words_of(row["text"])[:8]) for row in said)
    assert [beginning for beginning, times in beginnings.items() if times > 1] == []


def test_at_least_14_themes_are_planted_and_each_is_described(data, said):
    planted = {theme for row in said for theme in row["themes"].split("+")} - {"none"}
    assert len(planted) >= 14
    for city in CITIES:
        described = {theme["code"] for theme in YAML(typ="safe").load((data / city / "truth" / "themes.yml").read_text())}
        first = "R" if city == "riverton" else "S"
        assert described == {t for row in said if row["session_id"][0] == first for t in row["themes"].split("+")} - {"none"}


def test_every_kind_of_identifier_is_planted_where_the_truth_says(data, passages):
    texts = {row["passage_id"]: row["text"] for row in passages}
    spans = [row for city in CITIES for name in ("identifiers", "keep") for row in rows(data / city / "truth" / f"{name}.csv")]
    assert {row["type"] for row in spans} == IDENTIFIERS | {"KEEP"}
    assert [row for row in spans if texts[row["passage_id"]][int(row["start"]) : int(row["end"])] != row["words"]] == []
    taken: dict[str, list[range]] = defaultdict(list)
    for row in spans:
        span = range(int(row["start"]), int(row["end"]))
        assert not any(span.start < other.stop and other.start < span.stop for other in taken[row["passage_id"]])
        taken[row["passage_id"]].append(span)


def test_no_markup_is_left_in_what_people_say(passages):
    assert [row["passage_id"] for row in passages if "[[" in row["text"] or "]]" in row["text"]] == []


def test_each_session_holds_words_that_only_look_like_identifiers(data):
    for city in CITIES:
        per_session = Counter(row["passage_id"].partition("-")[0] for row in rows(data / city / "truth" / "keep.csv"))
        assert len(per_session) == len(rows(data / city / "sessions.csv"))
        assert min(per_session.values()) >= 5


def test_places_at_issue_are_listed_to_be_kept(data):
    for city in CITIES:
        config = City.open(city, data).config
        known = {name.casefold() for name in (*config.privacy.keep, *config.plan.neighborhoods)}
        endings = ("street", "avenue", "road", "lane", "park", "boulevard", "alley", "square", "hill", "way")
        places = {row["words"].casefold() for row in rows(data / city / "truth" / "keep.csv")}
        assert [place for place in places if place.endswith(endings) and place not in known] == []


@pytest.mark.parametrize(("city", "n_sessions", "n_people"), [("riverton", 15, 165), ("port_salem", 6, 49)])
def test_the_city_opens_and_its_sessions_are_those_of_the_plan(data, city, n_sessions, n_people):
    opened = City.open(city, data)
    assert len(opened.sessions) == n_sessions
    assert len(opened.roster) == n_people
    per_session = opened.roster.groupby("session_id").size()
    attended = opened.sessions.set_index("session_id")["n_attended"].drop(list(WITHOUT_SPEAKERS), errors="ignore")
    assert per_session.to_dict() == attended.to_dict()
    assert set(opened.sessions["neighborhood"]) <= set(opened.config.plan.neighborhoods)
    spread = pd.to_datetime(opened.sessions["date"])
    assert (spread.max() - spread.min()).days > 80


@pytest.mark.parametrize("city", CITIES)
def test_population_and_map_cover_the_planned_neighborhoods(data, city):
    planned = set(City.open(city, data).config.plan.neighborhoods)
    population = pd.read_csv(data / city / "population.csv")
    assert set(population["neighborhood"]) == planned
    whole = population[population["attribute"] == "everyone"].set_index("neighborhood")["population"]
    by_age = population[population["attribute"] == "age_group"].groupby("neighborhood")["population"].sum()
    assert by_age.to_dict() == whole.to_dict()
    features = json.loads((data / city / "neighborhoods.geojson").read_text())["features"]
    assert {feature["properties"]["neighborhood"] for feature in features} == planned
    assert all(ring[0] == ring[-1] for feature in features for ring in feature["geometry"]["coordinates"])


@pytest.mark.parametrize("city", CITIES)
def test_the_guide_in_city_yml_finds_the_parts_of_every_session(data, passages, city):
    guide = City.open(city, data).config.guide
    sessions: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in passages:
        if (row["session_id"][0] == "R") == (city == "riverton") and row["session_id"] != ONLINE:
            sessions[row["session_id"]].append(row)
    for session, turns in sessions.items():
        roles = ["facilitator" if row["kind"] == "prompt" else "participant" for row in turns]
        found = code_sections(roles, [row["text"] for row in turns], a=guide.a, b=guide.b, close=guide.close)
        assert found == [{"intro": "none", "close": "none"}.get(row["section"], row["section"]) for row in turns], session


def test_planted_differences_stand_in_the_passages_as_the_truth_counts_them(data):
    counted = {}
    for city in CITIES:
        effects = YAML(typ="safe").load((data / city / "truth" / "effects.yml").read_text())
        for effect in effects["differences"]:
            both = [effect["realised"][part] for part in ("group", "rest")]
            counted[city, effect["theme"]] = tuple((part["n_raised"], part["n_heard"]) for part in both)
            assert all(abs(part["share"] - effect["planted"][name]) < 0.08 for name, part in zip(("group", "rest"), both, strict=True))
    assert counted == REALISED


def test_the_planted_null_is_about_a_third_in_every_group(data):
    null = YAML(typ="safe").load((data / "riverton" / "truth" / "effects.yml").read_text())["no_difference"]
    shares = [group["share"] for groups in null["realised"].values() for group in groups.values()]
    assert len(shares) == 9
    assert all(abs(share - null["planted"]) < 0.04 for share in shares)


def test_the_smallest_p_of_each_planted_difference_is_that_of_its_design(data):
    smallest = {
        (city, effect["theme"]): (effect["smallest_p"], effect["can_be_tested"])
        for city in CITIES
        for effect in YAML(typ="safe").load((data / city / "truth" / "effects.yml").read_text())["differences"]
    }
    assert smallest["riverton", "stops"] == (0.001, True)  # 4 of 14 sessions: 1 / 1001
    assert smallest["riverton", "theft"] == (0.011, True)  # 2 of 14: 1 / 91
    assert smallest["port_salem", "stops"] == (0.1, False)  # 2 of 5: 1 / 10


@pytest.mark.parametrize("city", CITIES)
def test_reading_a_session_gives_back_every_passage_under_its_speaker(data, passages, city):
    opened = City.open(city, data)
    heard = read_city(opened).utterances
    labels = opened.roster.set_index("speaker_id")["speaker_label"].to_dict()
    facilitators = set(heard[heard["role"] == "facilitator"]["speaker"].dropna())
    streams: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in heard.itertuples(index=False):
        if row.session_id in WITHOUT_SPEAKERS:
            streams[row.session_id, ""] += words_of(row.text)
        else:
            streams[row.session_id, "F" if row.speaker in facilitators else str(row.speaker)] += words_of(row.text)
    for (session, speaker), own in by_speaker(passages, labels, set(opened.sessions["session_id"])).items():
        missing = [row["passage_id"] for row in not_found(streams[session, speaker], own, ordered=session != ONLINE)]
        assert missing == [], session


def by_speaker(
    passages: Iterable[dict[str, str]], labels: dict[str, str], sessions: set[str]
) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Passages of each speaker in order; all of a session together where its source names nobody."""
    groups: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in passages:
        if row["session_id"] in sessions:
            speaker = "F" if row["kind"] == "prompt" else labels.get(row["speaker_id"], "?")
            groups[row["session_id"], "" if row["session_id"] in WITHOUT_SPEAKERS else speaker].append(row)
    return groups


def not_found(stream: list[str], passages: list[dict[str, str]], *, ordered: bool) -> list[dict[str, str]]:
    """Passages whose words do not stand in a speaker's words, one after the other."""
    text = " " + " ".join(stream) + " "
    missing, at = [], 0
    for row in passages:
        wanted = " " + " ".join(words_of(row["text"])) + " "
        place = text.find(wanted, at)
        if place < 0:
            missing.append(row)
        elif ordered:
            at = place + len(wanted) - 1
    return missing


def test_the_coding_project_is_valid_refi_qda(data, shared_data):
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(shared_data / "refi_qda" / "Project.xsd")))
    with zipfile.ZipFile(data / "riverton" / "transcripts" / "R09.qdpx") as archive:
        assert schema.validate(etree.fromstring(archive.read("project.qde"))), schema.error_log
        source = next(name for name in archive.namelist() if name.startswith("sources/"))
        text = archive.read(source).decode()
        first = re.search(rb'startPosition="(\d+)" endPosition="(\d+)"', archive.read("project.qde"))
    assert first is not None
    assert text[int(first[1]) : int(first[2])].startswith("I am the aunt of the boy who was killed")


def test_each_transcript_has_the_encoding_that_its_tool_writes(data):
    transcripts = {path.name: path.read_bytes() for city in CITIES for path in (data / city / "transcripts").glob("*.*")}
    assert transcripts["R10.txt"].startswith(b"\xff\xfe")
    assert b"\x92" in transcripts["R08.txt"]
    assert b"se\xf1ora" in transcripts["R08.txt"]
    assert sorted(name for name, content in transcripts.items() if content.startswith(b"\xef\xbb\xbf")) == ["R11.vtt", "R12.csv", "S06.srt"]
    assert b"&amp;" in transcripts["R11.vtt"]
