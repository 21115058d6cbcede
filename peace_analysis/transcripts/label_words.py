"""Words that tell labels from prose; see `labels`."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Stand in front of names; after one, any capitalised word is a name.
TITLES = _set(
    """
    alderman alderwoman aunt auntie bishop brother capt captain chief cmdr coach commander commissioner councilman councilmember
    councilor councilwoman cpt deacon deputy det detective don doña dr father fr grandma grandpa hon imam judge lieutenant lt major mama
    mayor miss mr mrs ms mx officer papa pastor principal prof professor rabbi rep representative rev reverend senator sergeant señor
    señora señorita sgt sheriff sister sr sra srta uncle
    """
)
# Lower-case parts of names.
PARTICLES = _set(
    """
    al ap bin bint da das de del den der di do dos du e el ibn la las le los mac mc o san santa st ten ter van von y
    """
)
# Stand after names.
SUFFIXES = _set(
    """
    esq ii iii iv jr md phd sr
    """
)
# Begin lists, headings and asides in speech and notes, or stand in sentences only. A label that holds one is not a name.
PROSE = _set(
    """
    a about action actions actually additionally address además advice after again agenda agreed all also although always am an and
    another answer answers any anyway april are area areas as ask asked assets at attendance attendees audio august avenue back
    background bad barriers basically be because been before best better big block bottom boulevard break breakfast budget bueno but by
    can cases categories cause caution challenge challenges change chapter circle city clearly closing color com comment comments
    communication community como comparison complaint concern concerns conclusion cons consequently contact context correction could
    count court crime cuando cómo date day december decision definition description details did difference different dinner discussion
    do does doing don't donde drive drugs duration each education effect ejemplo ellos email end ended ending english entonces es eso
    especially esta este esto even every everybody everyone evidence exactly example examples exercise exhibit explanation fact facts
    fear february fecha feedback feel feeling feelings felt few figure file finally finalmente finding findings first five focus follow
    follow-up followup for format four fourth frankly friday from fun fyi generally get go goal goals going good got gracias great group
    groups gun guns had has have he header hear heard her here hers highlights him his homework honest honestly hope hopes hora hour
    hours house housing how however i idea ideas if impact important improvements in incident information instead intro introduction
    introductions is isn't issue issues it it's item items its january jobs july june just key kids know language last lastly later
    lesson lessons let library lighting like likewise list listen little location look lot lugar lunch main man's march materials maybe
    me mean meaning meanwhile meeting mental message method methods mi minutes mis monday more most my myself name namely names nb need
    needs negative negatives neighborhood neighborhoods never new next no none nosotros not nota notas note notes nothing november now
    number objective observation observations october of ok okay on once one only opening opinion option options or order other our out
    outcome outcomes over overall own page para paragraph park parking part participants' people pero phone place plan plans plus pm
    point points police policing policy policía por porque positive positives possibly post pregunta preguntas primero pro problem
    problems process progress project prompt proposal pros public purpose put que question questions quick quote quotes quoting qué
    rather re really reason reasons recap recommendation recommendations recorded recording reminder reply request response respuesta
    result results resumen right road rule rules safety said same saturday say saying says school schools second secondly section see
    segundo seguridad september sequence seriously service services sesión session sessions setting she should side simple sir situation
    six so solution solutions some something sometimes source spanish start started statement step steps still story street strength
    strengths stuff subject such suggestion suggestions summary sunday support sure sí table take takeaway takeaways task tell tema
    temas ten tercero than thank thanks that that's the their them theme themes then there there's therefore these they thing things
    think third this those thought thoughts three thursday thus time times timestamp tip title to today together tomorrow tonight too
    topic topics total traffic transcribed transcript transcription transit translation true truly trust truth truthfully tuesday two
    type tú un una under unfortunately uno until up update updates us use venue verdict version very violence want wants warning was
    watch way we weaknesses website wednesday week well were what what's when where whether which while who whole why will wish with
    without word words work worry worse worst would yeah year years yep yes yesterday yet yo you your youth's
    """
)
# Of PROSE, those that are family names too: behind another name they stand for one ("Mai Her").
SURNAMES = _set(
    """
    an best block day do english good her in little long man may my page park rather she so to two will you
    """
)
# Of PROSE, those that are given names too: in front of another name they are one ("Hope Adams"), alone they may be.
GIVEN = _set("april august hope june may will")
# Of PROSE, those that rarely are names in front of another ("An Nguyen", but also "An American").
RARELY_GIVEN = _set("an in my so to true")
# Look like initials and are not.
ABBREVIATIONS = _set(
    """
    AKA AM AND ASAP BTW BUT CC CEO CON COP COPS DA DIY DOB DOJ DUI EG EMS EMT ETA EU FAQ FAX FBI FYI GPS HOA HQ ICE ID IE IMO IT LGBT
    LOL MIC MY NB NEW NO NOT NOW NYC OK ONE OR OUR PA PD PM POC PRO PS PTA RE RSVP SO SOS SRO TBA TBD TLDR TV TWO UK UN URL US USA VIP
    VS WHY WOW YES YET YOU
    """
)
