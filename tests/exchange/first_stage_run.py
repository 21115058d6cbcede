"""The first stage of a run by itself, for tests that need no more."""

from __future__ import annotations

import json

from peace_analysis import tables
from peace_analysis.anonymize import anonymize_city
from peace_analysis.city import City
from peace_analysis.exchange.review_files import read_decisions
from peace_analysis.files import hash_file
from peace_analysis.pipeline.stages import STAGES, fingerprint_stage
from peace_analysis.restricted import SessionStore, write_log
from peace_analysis.transcripts import read_city


def run_first_stage(city: City) -> None:
    """Do what `1_anonymize` does, and record it as a run does."""
    with SessionStore(city) as earlier:
        result = anonymize_city(read_city(city), city, decisions=read_decisions(city), earlier=earlier)
    for table, frame in (
        (tables.STATEMENTS, result.statements),
        (tables.TURNS, result.turns),
        (tables.PARTICIPANTS, result.participants),
        (tables.ACCOUNTING, result.accounting),
    ):
        city.save_table(frame, table)
    write_log(city, result.replacements, result.doubtful)
    made = {path.name: hash_file(path) for path in city.derived_folder.glob("*.parquet")}
    state = {"anonymize": {"fingerprint": fingerprint_stage(STAGES[0], city), "outputs": made}}
    (city.derived_folder / "state.json").write_text(json.dumps(state), encoding="utf-8")
