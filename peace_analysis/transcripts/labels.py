"""The grammar that tells a speaker's label from prose.

`Maria Lopez: I think ...` names a speaker, `One thing: I think ...` does not. A label is taken as one if it is known for the session, if
it has the form of a name, of initials or of a role (`Speaker 2`, `MS. LOPEZ`, `Dr. Nguyen (she/her)`), or if it is short, holds none of
the words that sentences are made of, and recurs.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from peace_analysis.transcripts.rows import clean

Rank = Literal["name", "weak", "never"]

MAX_LENGTH = 60
_COLON = re.compile(r"\s*(?P<label>[^:：\t]{1,60}?)\s*[:：](?P<rest>.*)", re.DOTALL)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WRAPPED = re.compile(r"[\[(\"“*_]+(?P<inner>[^\[\]()\"”]+)[\])\"”*_]+")
_ROLE = re.compile(
    r"(?:(?:un(?:known|identified)|other|multiple|second|female|male|adult|young|older?)\s+)*"
    r"(?:speakers?|participants?|facilitators?|co-?facilitator|moderators?|interviewe[re]|respondent|co-?host|host|note-?\s?taker|scribe|"
    r"resident|attendee|audience(?:\s+member)?|community\s+member|panell?ist|narrator|interpreter|translator|officer|guest|student|"
    r"parent|teacher|youth|elder|neighbor|male|female|man|woman|men|women|boy|girl|voice|crowd|everyone|all|"
    r"participante|facilitadora?|moderadora?|entrevistadora?|entrevistad[oa]|hablante|intérprete|residente|vecin[oa]|hombre|mujer|voz|"
    r"persona|todos|asistente|relatora?)(?:\s+voice)?(?:\s*(?:#|no\.?|number|núm\.?)?\s*\d{1,3}|\s+[A-Z]|\s+(?:one|two|three|four|five))?",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,4}|[A-Z]+\d*-[A-Z]{1,2}\d{1,4}|Speaker_\d+|SPEAKER_\d+")
_SURVEY_CODE = re.compile(r"Q-?\d{1,3}")
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,3}")
_PHONE = re.compile(r"\+?[\d*xX][\d*xX\s().-]{5,}[\d*xX]")
_NUMBERED = re.compile(r"\d{1,3}")
_TITLES = frozenset(
    "dr mr mrs ms miss mx rev reverend pastor father fr brother sister imam rabbi deacon bishop chief officer sgt sergeant lt lieutenant "
    "captain capt cpt deputy sheriff detective det commander cmdr major councilmember councilman councilwoman councilor alderman alderwoman "
    "mayor judge hon prof professor coach principal commissioner senator rep representative señor señora señorita sr sra srta don doña "
    "auntie aunt uncle mama papa grandma grandpa".split()
)
_PARTICLES = frozenset("de la las los del da das do dos di du van von der den ter ten le el al bin ibn bint ap y e st san santa o mc mac".split())
_SUFFIXES = frozenset("jr sr ii iii iv phd md esq".split())
# Words that begin lists, headings and asides in speech and notes, or that only sentences have. A label that holds one is not a name.
_PROSE = frozenset(
    """a about action actions actually additionally address advice after again agenda agreed all also although always am an and another answer
    answers any anyway april are area areas as ask asked assets at attendance attendees audio august avenue back background bad barriers
    basically be because been before best better big block bottom boulevard break breakfast budget but by can cases categories cause caution
    challenge challenges change chapter circle city clearly closing color com comment comments communication community comparison complaint
    concern concerns conclusion consequently contact context correction could count court crime date day december decision definition
    description details did different difference dinner discussion do does doing don't drive drugs duration each education effect email
    ended ending end english especially even everybody everyone every evidence exactly example examples exercise exhibit explanation fact facts
    fear february feedback feel feeling feelings felt few figure file finally findings finding first five focus follow follow-up followup for
    format four fourth friday from frankly fun fyi generally get go goal goals going good got great group groups gun guns had has have he
    header hear heard her here hers highlights him his homework honest honestly hope hopes hour hours house housing how however i idea ideas
    if impact important improvements in incident information instead intro introduction introductions is isn't issue issues it it's item
    items its january jobs july june just key kids know language last lastly later lesson lessons let library lighting like likewise list
    listen little location look lot lunch main man's march materials maybe me mean meaning meanwhile meeting mental message method methods
    minutes monday more most my myself namely name names nb needs need neighborhood neighborhoods never new next no none not note notes
    nothing november now number objective observation observations october of ok okay on once one only opening opinion option options or
    order other our out outcome outcomes overall over own page paragraph park part participants' parking people phone place plan plans plus
    point points police policing policy positive positives negative negatives possibly pm post pro problem problems process progress project
    proposal pros cons prompt public purpose put question questions quick quote quotes quoting rather re really reason reasons
    recap recommendation recommendations recorded recording reminder reply request response result results right road rule rules safety said
    same saturday say saying says school schools second secondly section see september sequence seriously service services session sessions
    setting she should side simple sir situation six so solution solutions some something sometimes source spanish start started statement
    step steps still story street strength strengths stuff subject such suggestion suggestions summary sunday support sure table take
    takeaway takeaways task tell ten than thank thanks that that's the their them theme themes then there there's therefore these they thing
    things think third this those thought thoughts three thursday thus time timestamp times tip title to today together tomorrow tonight too
    topic topics total traffic transcript transcribed transcription transit translation true truly trust truth truthfully tuesday two type
    under unfortunately until up update updates us use venue verdict version very violence want wants warning was watch way we weaknesses
    website wednesday week well were what what's when where whether which while who whole why will wish with without word words work worry
    worse worst would yeah year years yep yes yesterday yet you your youth's
    pregunta preguntas respuesta nota notas tema temas ejemplo fecha lugar hora sesión resumen mi mis una un uno es por para pero porque
    entonces además primero segundo tercero finalmente que qué como cómo cuando donde yo tú nosotros ellos eso esto este esta sí seguridad
    policía gracias bueno""".split()
)
# Among them, these are given or family names too. Beside another name they stand for one ("Mai Her"); alone or in front they may.
_SURNAMES = frozenset("best block day do english good her little long man may page park rather she so to two will you in an my".split())
_GIVEN = frozenset("an april august february hope june march may my so to will in true".split())
_ABBREVIATIONS = frozenset(
    "AKA AM AND ASAP BTW BUT CC CEO CON COP COPS DA DIY DOB DOJ DUI ETA EMS EMT EU FAQ FAX FBI FYI GPS HOA HQ ICE ID IE EG IMO IT LOL LGBT "
    "MIC MY NB NEW NO NOT NOW NYC OK ONE OR OUR PA PD PM POC PRO PS PTA RE RSVP SO SOS SRO TBA TBD TLDR TV TWO UK UN URL US USA VIP VS "
    "WHY WOW YES YET YOU".split()
)


def label_key(label: str) -> str:
    """Bring a label into the form in which labels are compared: `MARIA  LOPEZ (she/her)` and `Maria Lopez` are one."""
    text = _bare(label)
    return unicodedata.normalize("NFKC", text or clean(label)).replace("’", "'").casefold()


def asides(label: str) -> list[str]:
    """List what stands in brackets in a label: pronouns, or a role as in `Colleen (facilitator)`."""
    return [clean(part[1:-1]) for part in _ASIDE.findall(label)]


def tidy(label: str) -> str:
    """Take brackets, quotes and Markdown around a whole label away, and collapse its white space."""
    text = clean(label).strip("*_ ")
    match = _WRAPPED.fullmatch(text)
    return clean(match["inner"]) if match else text


def split_label(line: str) -> tuple[str, str] | None:
    """Split a line at the colon that could end a label.

    Returns:
        Label and the words after it, or None where no label could stand: clock times, web addresses, long or empty beginnings.
    """
    match = _COLON.fullmatch(line)
    if match is None:
        return None
    label, rest = tidy(match["label"]), match["rest"]
    if rest[:1].isdigit() or rest.startswith("//") or not label:
        return None
    return None if rank(label) == "never" else (label, rest.strip(" \t*_\xa0"))


def colon_label(line: str) -> tuple[str, str] | None:
    """Split like `split_label`, but whatever the words before the colon are: for labels that the session knows."""
    match = _COLON.fullmatch(line)
    return (tidy(match["label"]), match["rest"].strip(" \t*_\xa0")) if match else None


def rank(label: str) -> Rank:
    """Judge by its form alone how much a text looks like a speaker's label.

    Returns:
        "name" (is one), "weak" (is one if it recurs) or "never".
    """
    bare = _bare(label)
    words = bare.replace(",", " ").split()
    if not words or len(words) > 6 or len(bare) > MAX_LENGTH:
        return "never"
    if _SURVEY_CODE.fullmatch(bare) or _NUMBERED.fullmatch(bare):
        return "never"
    if _ROLE.fullmatch(bare) or _CODE.fullmatch(bare):
        return "name"
    if _PHONE.fullmatch(bare) or re.fullmatch(r"[A-Z]", bare):
        return "weak"
    if _INITIALS.fullmatch(bare):
        return "never" if bare.replace(".", "") in _ABBREVIATIONS else "name"
    if not any(letter.isalpha() for letter in bare) or re.search(r"[!?;\"“”…/\\=<>]", bare):
        return "never"
    return _rank_words(words)


def _rank_words(words: list[str]) -> Rank:
    plain = [word.strip(".'’").casefold().replace("’", "'") for word in words]
    titled = len(words) > 1 and plain[0] in _TITLES and _is_name_word(words[1])
    doubtful = False
    if not titled and any(word in _PROSE for word in plain):
        capital = all(_is_name_word(word) for word in words)
        names = {*(word for word in plain[1:] if word in _SURNAMES), *(word for word in plain[:1] if word in _GIVEN)}
        if not capital or any(word in _PROSE and word not in names for word in plain):
            return "never"
        doubtful = plain[0] in _GIVEN
        if len(words) == 1 and plain[0] in {"so", "to", "in", "my", "an", "true"}:
            return "never"
    if any(word.endswith(".") and len(word) > 3 and bare not in _TITLES | _SUFFIXES for word, bare in zip(words, plain, strict=True)):
        return "never"
    if len(words) > 1 and _NUMBERED.fullmatch(words[-1]):  # two people of one name: Maria 2
        words, plain = words[:-1], plain[:-1]
    formed = [_is_name_word(word) or bare in _SUFFIXES for word, bare in zip(words, plain, strict=True)]
    joined = [ok or bare in _PARTICLES for ok, bare in zip(formed, plain, strict=True)]
    return "name" if not doubtful and any(formed) and formed[-1] and all(joined) and len(words) <= 5 else "weak"


def _is_name_word(word: str) -> bool:
    """A capital (or a letter of a script without case), then letters, apostrophes, hyphens; or an initial."""
    core = re.sub(r"^(?:al|el|ad|as|d|l|o)[-'’]", "", word) or word
    first = core[0]
    if not first.isalpha() or (first.islower() and first.isascii()):
        return False
    caseless = first.upper() == first.lower()
    return (first.isupper() or caseless) and all(
        letter.isalpha() or letter in "-'’.‐" or unicodedata.combining(letter) for letter in core
    )


def accepted(candidates: Sequence[str | None], known: Callable[[str], bool] = lambda _: False) -> frozenset[str]:
    """Decide which candidates of one document are labels.

    Args:
        candidates: For each line that could begin with a label, the label or None, in order.
        known: Says whether the session knows a label (facilitator, roster, `roles:` pattern).

    Returns:
        Keys (`label_key`) of the labels.
    """
    counts = Counter(label_key(label) for label in candidates if label)
    # Where nearly every line has a label, as in Zoom's captions, an odd display name that speaks once is one too.
    everywhere = len(candidates) >= 5 and sum(label is not None for label in candidates) >= 0.8 * len(candidates)
    keys = set()
    for label in dict.fromkeys(label for label in candidates if label):
        form, key = rank(label), label_key(label)
        if known(label) or form == "name" or (form == "weak" and (counts[key] > 1 or everywhere)):
            keys.add(key)
    return frozenset(keys)


def first_forms(labels: Iterable[str | None]) -> dict[str, str]:
    """Map each key to the form of the label that comes first."""
    forms: dict[str, str] = {}
    for label in labels:
        if label:
            forms.setdefault(label_key(label), label)
    return forms


def _bare(label: str) -> str:
    return tidy(_ASIDE.sub(" ", clean(label))).strip(" -–—|,")
