"""Words that streets, parks and other places are called by, and small words that are in no name."""

from __future__ import annotations

from peace_analysis.anonymize.wordlist import word_set

SUFFIX = (
    r"(?:street|str?\.?|avenue|ave?\.?|road|rd\.?|boulevard|blvd\.?|lane|ln\.?|drive|dr\.?|court|ct\.?|place|pl\.?"
    r"|terrace|ter\.?|way|circle|cir\.?|parkway|pkwy\.?|"
    r"highway|hwy\.?|square|sq\.?|trail|trl\.?|alley|row|loop|crossing|plaza|pike|turnpike|path|run|walk|mews|close"
    "|crescent|cove|point|heights|hill|gate|gardens|quay|wharf|steps)"
)
# Suffixes that are beyond doubt where a name with a capital stands before them.
ROADS = word_set(
    "street st avenue ave road rd boulevard blvd lane ln drive dr court ct place pl terrace ter way circle cir "
    "parkway pkwy highway hwy square sq trail alley row loop "
    "crossing plaza pike turnpike path park gardens bridge hill heights hills beach creek river lake pond woods "
    "commons common green field fields playground mall "
    "market quay wharf pier dock docks harbor point island steps terrace terraces village manor estates projects "
    "towers apartments homes houses flats courts district "
    "precinct county township city town neighborhood side end corner corners crossing tunnel overpass underpass "
    "viaduct expressway freeway interstate"
)
FUNCTION = word_set(
    "the a an of on in at to from by for with and or but than that this these those my our your his her their its is "
    "was are were be been have has had do does did not no down up "
    "off over under along near around across past between through into onto out about like just only every each all "
    "any some other another more most much many few same "
    "i you he she it we they who what when where why how if so because then there here until till since before after "
    "minutes minute hours hour days day weeks week months "
    "month years year times time people percent dollars bucks feet foot miles mile blocks block houses cars car kids "
    "kid officers cops calls guys men women lights signs "
    "buildings officer police cop lamps poles trees dogs shots bullets guns rounds streets street avenue avenues "
    "roads corner corners side way per a.m p.m am pm"
)
