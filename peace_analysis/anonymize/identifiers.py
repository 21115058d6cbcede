"""All rules for identifiers that are not names of people, in one place."""

from __future__ import annotations

from peace_analysis.anonymize import (
    addresses,
    codes,
    contact,
    dates,
    employers,
    homes,
    incidents,
    kin,
    organizations,
    places,
    police,
    postcodes,
)
from peace_analysis.anonymize.rules import Rule

# One recognizer for each group: every recognizer costs a little on every text.
RULES: dict[str, tuple[Rule, ...]] = {
    "contact": contact.RULES,
    "codes": codes.RULES,
    "police": (*police.RULES, *incidents.RULES),
    "places": (*places.RULES, *addresses.RULES, *homes.RULES, *postcodes.RULES),
    "dates": dates.RULES,
    "kin": kin.RULES,
    "organizations": organizations.RULES,
    "employers": employers.RULES,
}
