"""Words and endings that streets of many countries are called by, and words beside a number that make it no address."""

from __future__ import annotations

import re

from peace_analysis.anonymize.wordlist import word_set

PARTICLES = word_set(
    "de del des du da do dos di della delle dei la las le les lo los el al el- of the y e i u u. út utca tér str str. ul ul. van den der "
    "het op te ter ten am an auf im zum zur von und nad pod pri a au aux sur sous et af på av l' d' rue via st st."
)
TYPES = word_set(
    "rue avenue boulevard impasse chemin allée place quai cours square route via viale corso piazza vicolo largo calle avenida av av. "
    "avda "
    "avda. carrera camino carretera plaza paseo rambla ronda callejón pasaje rua rúa travessa praça alameda estrada beco ulica ul ul. "
    "aleja plac trg cesta ulice náměstí utca út útja tér u u. körút straße strasse str str. weg platz allee gasse ring damm ufer straat "
    "laan plein gracht kade dreef baan vej vejen gade gaden stræde gate gata gatan veien vegen väg vägen tie katu kuja polku sokak "
    "cadde caddesi sok. mahallesi odos leoforos iela gatvė tänav tn mnt maantee pst puiestee tee põik köz sor fasor sétány rakpart rkp "
    "krt strada bulevardul intrarea jalan jl jl. lorong soi street st st. avenue ave ave. road rd rd. lane ln drive dr court ct crescent "
    "terrace close way mews grove parade esplanade highway hwy greens gateway forks mill mall courts track ridge glen meadow meadows "
    "parkway trail loop circle row walk"
)
BEFORE_NAME = word_set(
    "rue impasse chemin allée viale corso piazza vicolo calle avenida carrera camino paseo rambla rua rúa travessa praça ulica ul"
)
ENDING = re.compile(
    r"\w{2,}(?:stra(?:ss|ß)e|strasse|str\.?|gasse|weg|platz|allee|damm|graben|ufer|brücke|straat|laan|plein|gracht|kade|dreef|krogen|"
    r"vej|vejen|gade|gaden|stræde|vænget|parken|gata|gatan|gate|gaten|veien|vegen|vei|väg|vägen|gränd|stigen|bakken|haugen|"
    r"katu|kuja|polku|kaari|tie|utca|útja|braut|vegur|stígur|holt|ulica)",
    re.IGNORECASE,
)
NO_ADDRESS = word_set(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov "
    "dec monday tuesday wednesday thursday friday saturday sunday spring summer autumn fall winter christmas "
    "channel interstate highway route section article chapter title page figure table amendment district ward precinct zone beat "
    "number no nr question item part step phase level grade room gate terminal pier exit line bus train flight track version windows "
    "class form type apollo covid fox psalm psalms john matthew luke mark genesis verse unit car engine ladder local post measure "
    "proposition prop bill act rule code title ps is us sr hwy i region area group team camp pod tier lane day week month year "
    "officers officer police people kids children men women minutes hours days weeks months years dollars percent am pm a.m p.m miles feet "
    "meetings calls shootings arrests the we i they he she it you and but so then when my our"
)


def is_street(word: str) -> bool:
    """Whether a word is one for a street in some language, or ends like the names of streets."""
    return word.lower() in TYPES or word.lower().rstrip(".") in TYPES or ENDING.fullmatch(word.rstrip(".,")) is not None
