"""All rules for identifiers that are not names of people, in one place."""

from __future__ import annotations

from peace_analysis.anonymize import codes, contact, dates, employers, kin, organizations, places, police
from peace_analysis.anonymize.rules import Rule

RULES: dict[str, tuple[Rule, ...]] = {
    "contact": contact.RULES,
    "codes": codes.RULES,
    "police": police.RULES,
    "places": places.RULES,
    "dates": dates.RULES,
    "kin": kin.RULES,
    "organizations": organizations.RULES,
    "employers": employers.RULES,
}
