"""Names of groups and the title read as `labels:` in city.yml says, and otherwise as before."""

from __future__ import annotations

import pytest
from invented_city import make_frames, make_material
from pydantic import ValidationError

from peace_analysis import report
from peace_analysis.report.material import name_of, say_title
from peace_analysis.settings import Config
from peace_analysis.wording import speaking, use_labels

LABELS = {"youth": {"en": "Young people", "es": "Jóvenes"}, "residents": "Neighbors", "Mill Flats": {"es": "Los Molinos"}, "East": " "}


def test_a_label_is_one_for_all_languages_or_one_for_each():
    config = Config(name="Testville", labels=LABELS)
    assert config.labels_in("en") == {"youth": "Young people", "residents": "Neighbors"}
    assert config.labels_in("es") == {"youth": "Jóvenes", "residents": "Neighbors", "Mill Flats": "Los Molinos"}
    with pytest.raises(ValidationError):
        Config(name="Testville", labels={"youth": 3})


def test_names_without_a_label_read_as_before():
    with speaking("en"):
        use_labels({"youth": "Young people <b>"})
        assert name_of("youth") == "Young people <b>"
        assert name_of("faith_and_community") == "faith and community"
        assert name_of("in_person") == "in-person sessions"
        assert say_title("What people said") == "What people said"


def test_labels_stand_wherever_a_group_is_shown_and_never_in_files():
    material = make_material(make_frames(), labels=LABELS)
    with speaking("en"):
        use_labels(material.config.labels_in("en"))
        parts = (report.who_took_part, report.group_parts, report.theme_pages)
        shown = " ".join(part(material).markup for part in parts)
        files = report.public_tables.public_frames(material)
    assert "Young people" in shown
    assert ">youth<" not in shown
    assert set(files["groups"].query("attribute == 'stakeholder_group'")["group"]) == {"residents", "youth"}


def test_labels_go_when_another_language_is_spoken():
    with speaking("en"):
        use_labels({"youth": "Young people"})
        with speaking("es"):
            assert name_of("youth") == "youth"
        assert name_of("youth") == "Young people"
    assert name_of("youth") == "youth"
