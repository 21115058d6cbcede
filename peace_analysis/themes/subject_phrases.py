"""How each known subject is said after "about", for the description of a theme whose statements are mostly about it."""

from __future__ import annotations

from peace_analysis.themes.subjects import OFF_TOPIC
from peace_analysis.wording import marked

SEEMS = marked("Seems to be about {subject}.")
SEEMS_BOTH = marked("Seems to be about {first}, and about {second}.")
OFF = marked("Most of it seems to be about neither safety nor police.")
# By the names that were learned; those that do not follow "about" as they are have other words here.
PHRASES = {
    "a board of residents with power": marked("a board of residents with power"),
    "attacks because of who people are": marked("attacks because of who people are"),
    "body cameras": marked("body cameras"),
    "buses, trains and stops": marked("buses, trains and stops"),
    "business owners and guards": marked("business owners and guards"),
    "call takers and the emergency line": marked("call takers and the emergency line"),
    "cameras and technology": marked("cameras and technology"),
    "cars broken into and stolen": marked("cars that are broken into and stolen"),
    "coming home from prison": marked("coming home from prison"),
    "complaints that go nowhere": marked("complaints that go nowhere"),
    "courts, jail and bail": marked("courts, jail and bail"),
    "crossings, red lights and crashes": marked("crossings, red lights and crashes"),
    "dealing and using": marked("drugs sold and used in the open"),
    "discipline and officers who stay on the job": marked("discipline, and officers who stay on the job"),
    "dogs and animals": marked("dogs and other animals"),
    "drivers pulled over": marked("drivers who are pulled over"),
    "empty houses, trash and overgrown lots": marked("empty houses, trash and overgrown lots"),
    "events where police and residents meet": marked("events where police and residents meet"),
    "fear of being deported": marked("fear of being deported"),
    "feeling unsafe when out": marked("feeling unsafe when out"),
    "force that went too far": marked("force that went too far"),
    "help for victims and witnesses": marked("help for victims and witnesses"),
    "homes, garages and porches": marked("thefts from homes, garages and porches"),
    "how long officers take to come": marked("how long officers take to come"),
    "knowing officers as people": marked("knowing officers as people"),
    "making a report is hard": marked("how hard it is to make a report"),
    "neighbors looking out for each other": marked("neighbors looking out for each other"),
    "no word about what became of a case": marked("not hearing what became of a case"),
    "noise": marked("noise"),
    "not enough officers": marked("not having enough officers"),
    "not listened to or believed": marked("not being listened to or believed"),
    "numbers and honesty": marked("numbers, and honesty about them"),
    "officers in schools": marked("officers in schools"),
    "officers on foot and on bikes": marked("officers on foot and on bikes"),
    "officers who did well": marked("officers who did well"),
    "old people and fraud": marked("older people and fraud"),
    "old wounds and trust": marked("old wounds and trust"),
    "parking": marked("parking"),
    "parks and playgrounds": marked("parks and playgrounds"),
    "patrols that are seen": marked("patrols that are seen"),
    "people stopped and searched while walking": marked("people stopped and searched while walking"),
    "people who do not speak English": marked("people who do not speak English"),
    "people with disabilities": marked("people with disabilities"),
    "people without homes": marked("people without homes"),
    "police at a mental health crisis": marked("police at a mental health crisis"),
    "protests": marked("protests"),
    "rude and without respect": marked("officers who are rude and without respect"),
    "sexual violence and harassment": marked("sexual violence and harassment"),
    "shops robbed and stolen from": marked("shops that are robbed and stolen from"),
    "shots and shootings": marked("shots and shootings"),
    "singled out because of race": marked("being singled out because of race"),
    "speeding": marked("speeding"),
    "street lights out or missing": marked("street lights that are out or missing"),
    "teenagers out of control": marked("teenagers who are out of control"),
    "the police budget": marked("the police budget"),
    "things for young people to do": marked("things for young people to do"),
    "violence in the family": marked("violence in the family"),
    "what officers are trained in": marked("what officers are trained in"),
    "whether this conversation will change anything": marked("whether this conversation will change anything"),
    "who becomes an officer": marked("who becomes an officer"),
}


def say_subjects(subjects: tuple[str, ...]) -> str:
    """Say what a theme seems to be about, in English, as tables.THEMES has it; "" where no subject stands out.

    Args:
        subjects: As `subjects.leading_subjects` gives them.
    """
    if not subjects:
        return ""
    if subjects[0] == OFF_TOPIC:
        return OFF
    said = [PHRASES[name] for name in subjects]
    return SEEMS.format(subject=said[0]) if len(said) == 1 else SEEMS_BOTH.format(first=said[0], second=said[1])
