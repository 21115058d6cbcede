"""Kinship to a victim ("my son who was shot", "the mother of the boy they buried in July"): it names a person without a name."""

from __future__ import annotations

from peace_analysis.anonymize.rules import Rule

_KIN = (
    "(?:mother|mom|mama|father|dad|daddy|parents?|son|daughter|sons|daughters|brother|brothers|sister|sisters|cousin"
    "|nephew|niece|uncle|aunt|auntie|tía|grandson|"
    "granddaughter|grandbaby|grandmother|grandma|grandfather|grandpa|husband|wife|widow|widower|fiancé|fiance"
    "|girlfriend|boyfriend|godson|goddaughter|godfather|godmother|"
    r"stepson|stepdaughter|stepfather|baby|boy|oldest|youngest|best friend|twin|brother-in-law|sister-in-law|son-in-law)"
)
_VICTIM = (
    "(?:boy|girl|kid|child|young man|man|woman|one|guy|teenager|teen|student|baby|person|victim|lady|fellow|officer"
    "|driver|two boys|boys|girls|brothers)"
)
_HARM = (
    "(?:shot|killed|murdered|stabbed|beaten|robbed|raped|assaulted|hit by|run over|found dead|gunned down|buried"
    "|strangled|kidnapped|lynched|paralyzed|taken from|overdosed)"
)
_WHOSE = r"(?:my|his|her|our|their|your|mi|su)"

RULES = (
    Rule(
        "kin_of_victim",
        "KIN",
        rf"\b(?:the|a|that\s(?:boy|girl|man|woman|kid)'s|another)\s+{_KIN}\s+(?:of|to)\s+(?:the|a|that|one of the|two)\s+"
        rf"(?:\w+\s+)?{_VICTIM}\s+"
        r"(?:(?:who|that|they|he|she|you all|we|y'all|police|the police|the cops|officers|somebody|people)\s+(?:all\s+"
        rf"|had\s+|just\s+)?(?:\w+\s+)?(?:{_HARM}|got|was|were|died|lost|lose|found|shot|kill\w*|bur\w+|pulled|took|"
        r"choked|tased|tazed|beat|stomped|ran over|ran down|hanged|burned|hit"
        f"|dragged)|{_HARM}|from|at|by|on|behind|outside|in)"
        r"(?:\s+(?!and\b|but\b|so\b|which\b|who\b|i\b|she\b|he\b|that's\b|because\b|when\b)[\w'-]+){0,6}",
        0.85,
        needs=(" of ", " to "),
    ),
    Rule(
        "kin_of_mine_harmed",
        "KIN",
        rf"\b{_WHOSE}\s+(?:own\s+|only\s+|baby\s+|little\s+|big\s+|older\s+|younger\s+|oldest\s+|youngest\s+|late\s+"
        rf"|middle\s+|first\s+|dead\s+)*{_KIN}(?:\s+(?!(?:was|got|who|is|and|said|has|had|were|that|to|calls?|called)\b)"
        rf"[\w'-]+){{0,2}},?\s+"
        rf"(?:(?:who|that|he|she|they)\s+)?(?:(?:also\s+)?(?:was|got|were|been|had been|is|has been|had got)\s+)(?:\w+\s+)?{_HARM}\b"
        r"(?:\s+(?:to death|dead|down))?",
        0.8,
        needs=(
            "shot",
            "killed",
            "murdered",
            "stabbed",
            "beaten",
            "robbed",
            "raped",
            "assaulted",
            "hit by",
            "run over",
            "dead",
            "gunned",
            "buried",
            "strangled",
            "kidnapped",
            "paralyzed",
            "overdosed",
        ),
    ),
    Rule(
        "kin_of_a_funeral",
        "KIN",
        r"\b(?:wakes?|funerals?|burials?|vigils?|memorials?|repasts?)\b[^?!]{0,160}?\b(?:one|was|for|of|is),?\s+"
        rf"(?P<it>{_WHOSE}\s+(?:own\s+|only\s+|baby\s+|little\s+|big\s+|older\s+|younger\s+|oldest\s+|youngest\s+)*{_KIN})(?!\w|'s)",
        0.65,
        needs=("wake", "funeral", "burial", "vigil", "memorial", "repast"),
    ),
    Rule(
        "kin_lost",
        "KIN",
        rf"\b(?:lost|lose|losing|buried|bury|burying|killed|shot|murdered|stabbed|mataron a|perdí a)\s+(?P<it>{_WHOSE}\s+"
        r"(?:own\s+|only\s+|baby\s+|little\s+|big\s+|older\s+|younger\s+|oldest\s+|youngest\s+|middle\s+|first\s+)*(?:"
        f"{_KIN}|hijo|hija|hermano|hermana|sobrino|sobrina|primo|prima|esposo|esposa|nieto|nieta|padre|madre|papá|mamá)"
        r"(?:,\s+(?:el|la)\s+(?:hijo|hija|hermano|hermana|esposo|esposa)\s+de\s+mi\s+\w+)?)(?!\w)(?!'s\s+(?:car|bike|phone"
        r"|purse|keys|house|truck|wallet))(?!\s+(?:in the (?:store|crowd|mall|park)|at the (?:mall|store)))",
        0.65,
        needs=("lost", "lose", "losing", "buried", "bury", "killed", "shot", "murdered", "stabbed", "mataron", "perdí"),
    ),
    Rule(
        "whose_child_was_buried",
        "KIN",
        rf"\b{_WHOSE}\s+{_KIN}\s+(?:is|was)\s+{_WHOSE}\s+{_KIN}'s\s+[\w\s]{{1,20}}?\s+and\s+(?:she|he|they)\s+(?:buried"
        rf"|lost)\s+{_WHOSE}\s+(?:only\s+)?\w+(?:\s+(?:boy|girl|son|daughter|child))?",
        0.7,
        needs=("buried", "lost"),
    ),
    Rule(
        "pariente_de_victima",
        "KIN",
        r"\b(?:la madre|el padre|la mamá|el papá|la hermana|el hermano|la tía|el tío|la esposa|el esposo|la abuela|el "
        r"primo|la prima)\s+(?:del|de la|de un|de una)\s+"
        r"(?:muchacho|muchacha|niño|niña|joven|chico|chica|hombre|señor|mujer)\s+que\s+(?:mataron|balearon|asesinaron"
        r"|enterraron|murió|perdió|apuñalaron)(?:\s+en\s+\w+)?",
        0.85,
        needs=("mataron", "balearon", "asesinaron", "enterraron", "murió", "perdió", "apuñalaron"),
    ),
    Rule(
        "pariente_mio",
        "KIN",
        r"\b(?:mi|su)\s+(?:hijo|hija|hermano|hermana|sobrino|sobrina|primo|prima|esposo|esposa|nieto|nieta|padre|madre"
        r"|papá|mamá)(?:,?\s+(?:que|al que|a quien|a la que))\s+(?:lo\s+|la\s+|me\s+|nos\s+)*(?:mataron|balearon"
        "|asesinaron|apuñalaron|murió|enterramos)",
        0.8,
        needs=("mataron", "balearon", "asesinaron", "enterramos", "murió", "apuñalaron"),
    ),
)
