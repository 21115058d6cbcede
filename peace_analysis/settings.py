"""Settings of a city, as city.yml gives them: frozen, and a misspelled key is refused."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt, StrictStr, model_validator

from peace_analysis.wording import marked

LOOPBACK = ("127.0.0.1", "::1", "localhost")
STANDING_QUESTIONS = {
    "a": marked("How do you feel about public safety?"),
    "b": marked("How do you want to be served by police?"),
}
# How facilitators usually open the two halves of a guide; a city adds its own under `guide:`.
GUIDE = {
    "a": (
        "how do you feel about public safety",
        "how you feel about public safety",
        "how do you feel about safety",
        "feel about public safety",
        "how safe do you feel",
        "cómo se sienten",
        "seguridad pública",
    ),
    "b": (
        "how do you want to be served",
        "how you want to be served",
        "want to be served by police",
        "want to be served by the police",
        "cómo quieren que les sirva",
        "cómo quieren ser atendidos",
        "servidos por la policía",
    ),
}


class _Frozen(BaseModel):
    """Settings that refuse a misspelled key and cannot be changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Privacy(_Frozen):
    """How little a published table may show (METHODS: small cells), and what else must never be shown."""

    who_threshold: int = Field(11, ge=11)  # counts of people 1..10 by attributes are masked in public tables
    group_min_people: int = Field(10, ge=10)  # a group whose opinions are shown has at least so many people ...
    group_min_sessions: int = Field(2, ge=2)  # ... heard in at least so many sessions
    opinion_threshold: int = Field(3, ge=3)  # fewer than this many of a group read "fewer than 3"
    conversation_min_people: int = Field(50, ge=50)  # voters of an online conversation (it is one session) whose votes are shown
    cautious: bool = False  # take a lower threshold for names: fewer missed, more other words lost
    keep_officials: bool = False  # leave names that follow a rank or an office, for officials who act publicly
    keep: tuple[StrictStr, ...] = ()  # words that are never identifiers here: parks and streets at issue, say
    names: tuple[StrictStr, ...] = ()  # names that must always go, wherever they stand
    review_bound: float = Field(0.95, ge=0.9, le=0.999)  # share of statements that a person's sample has to show free of missed names
    raw_retention_days: PositiveInt = 365  # the log of replacements is due for deletion so many days after it is written


class Naming(_Frozen):
    """An endpoint that proposes names of themes, any that speaks OpenAI's chat completions: it is sent anonymised statements only."""

    endpoint: StrictStr  # up to and without /chat/completions: http://127.0.0.1:8080/v1
    model: StrictStr = Field(min_length=1)  # as the endpoint calls it
    key_env: StrictStr | None = None  # environment variable that holds the key; keys are never written into city.yml
    allow_host: StrictStr | None = None  # host that statements may be sent to; none may but this machine where it is not given
    timeout_seconds: PositiveInt = 60  # of one question, for one theme

    @model_validator(mode="after")
    def _sends_nothing_astray(self) -> Naming:
        parts = urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("`endpoint` is not an address such as http://127.0.0.1:8080/v1")
        if parts.hostname in LOOPBACK:
            return self
        if self.allow_host != parts.hostname:
            raise ValueError(
                f"statements would leave this machine for {parts.hostname}: if that is agreed with the participants, "
                f"say allow_host: {parts.hostname}"
            )
        if parts.scheme != "https":
            raise ValueError("an endpoint on another machine is reached by https")
        return self


class Themes(_Frozen):
    """How themes are looked for."""

    min_themes: int = Field(8, ge=2)  # range for the number of top-level themes; small corpora may end below it
    max_themes: int = Field(25, ge=2)  # see min_themes
    model: StrictStr | None = None  # a sentence-transformers model's folder, inside the city's; the default reads English only
    model_languages: tuple[StrictStr, ...] = ("en",)  # languages that the model reads
    # What vectors are computed in, and on: auto takes the fastest that this machine has and that gives the vectors of float32. Results
    # repeat byte for byte only on the same path; build.json says which it was.
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    device: Literal["auto", "cpu", "cuda"] = "auto"  # cuda: a GPU
    naming: Naming | None = None  # off: names are made of people's own words, on this machine

    @model_validator(mode="after")
    def _range_is_a_range(self) -> Themes:
        if self.min_themes > self.max_themes:
            raise ValueError(f"min_themes ({self.min_themes}) is above max_themes ({self.max_themes})")
        return self


class Roles(_Frozen):
    """Who is who, by the label in the source. `*` stands for any characters; case does not matter."""

    # Labels of who asks and takes notes; they are never counted.
    facilitator: tuple[StrictStr, ...] = ("Facilitator*", "Moderator*", "Interviewer*", "Host", "Co-host", "Note taker*", "Note-taker*")
    participant: tuple[StrictStr, ...] = ("Participant *", "P#", "P##", "P###")  # `#` stands for one digit


class Plan(_Frozen):
    """Who was meant to be heard."""

    neighborhoods: tuple[StrictStr, ...] = ()  # as in sessions.csv
    stakeholder_groups: tuple[StrictStr, ...] = ()  # as in sessions.csv


class Guide(_Frozen):
    """Words by which a facilitator's prompt opens the part on each standing question, and ends both."""

    a: tuple[StrictStr, ...] = GUIDE["a"]  # how people feel about public safety
    b: tuple[StrictStr, ...] = GUIDE["b"]  # how they want to be served by police
    close: tuple[StrictStr, ...] = ("thank you all", "before we close", "that brings us to the end")  # neither any more


class TableColumns(_Frozen):
    """Which column of a table of comments or notes holds what, by its header. Only `text` is required."""

    text: StrictStr  # the words
    speaker: StrictStr | None = None  # name or id of who speaks
    session: StrictStr | None = None  # where the table covers several
    role: StrictStr | None = None  # facilitator or participant
    question: StrictStr | None = None  # cells say a, b, ab or none
    start: StrictStr | None = None  # time in the session
    neighborhood: StrictStr | None = None  # the speaker's own
    stakeholder_group: StrictStr | None = None  # the speaker's own


class TableSource(_Frozen):
    """A CSV or XLSX table of comments or notes, relative to the city's folder."""

    table: StrictStr  # the file: .csv, .tsv or .xlsx
    columns: TableColumns  # which of its columns holds what
    session: StrictStr | None = None  # the session all rows belong to, where no column says so
    attributes: dict[StrictStr, StrictStr] = Field(default_factory=dict)  # attribute -> column with what people say of themselves

    @model_validator(mode="after")
    def _one_way_to_a_session(self) -> TableSource:
        if (self.session is None) == (self.columns.session is None):
            raise ValueError("name either `session:` (one for the whole table) or `columns: {session: ...}` (one per row)")
        return self


class PolisSource(_Frozen):
    """A folder with a Polis export (comments.csv, and votes as votes.csv or participants-votes.csv), relative to the city's folder."""

    polis: StrictStr  # the folder
    session: StrictStr  # the session that the conversation is
    # attribute -> {statement number: value}: who agrees with "I am between 15 and 19 years old" says so of themselves.
    # These statements are answers about oneself and do not count as statements on public safety.
    attributes: dict[StrictStr, dict[int, StrictStr]] = Field(default_factory=dict)
    rejected: bool = False  # count comments that the moderators of the conversation rejected


class Hypothesis(_Frozen):
    """Comparisons that somebody declared before looking at the data; all that are declared are corrected as one family."""

    attribute: StrictStr  # one of `compare_by`
    group: StrictStr  # one of the attribute's
    against: StrictStr | None = None  # another group; everybody else where none is named
    themes: tuple[StrictStr, ...] = Field(min_length=1)  # ids or names of themes; a code of codebook.yml stays the same from run to run


class Study(_Frozen):
    """What only those who held the sessions know of them, for the report's background and checklist; a blank reads "not recorded"."""

    background: StrictStr = ""  # why people were asked, and by whom
    facilitators: StrictStr = ""  # who facilitated: roles and numbers, no names
    credentials: StrictStr = ""  # facilitators' degrees and certificates
    occupation: StrictStr = ""  # what they do otherwise
    gender: StrictStr = ""  # facilitators'
    training: StrictStr = ""  # in facilitating
    relationship: StrictStr = ""  # between facilitators and participants before the sessions
    known_to_participants: StrictStr = ""  # what participants knew of facilitators and their reasons
    interests: StrictStr = ""  # facilitators' and analysts' stake in the outcome
    orientation: StrictStr = ""  # what the analysis leans on; the school of analysis is always told
    sampling: StrictStr = ""  # how people were chosen
    approach: StrictStr = ""  # how they were invited
    refusals: StrictStr = ""  # who said no or left, and why
    setting: StrictStr = ""  # where sessions were held
    others_present: StrictStr = ""  # besides participants and facilitators
    guide: StrictStr = ""  # where the questions come from and how they were tried out
    repeats: StrictStr = ""  # sessions held twice with the same people
    recording: StrictStr = ""  # sound, picture or neither
    field_notes: StrictStr = ""  # who took them, and when
    transcripts_returned: StrictStr = ""  # to participants, for correction
    coders: StrictStr = ""  # who coded besides the software
    participant_checking: StrictStr = ""  # what participants said of the findings


class Config(_Frozen):
    """Everything in city.yml."""

    name: StrictStr = Field(min_length=1)  # the city's name, as the report says it
    state: StrictStr = ""  # said after the name
    title: StrictStr = marked("What people said about public safety")  # of the report
    invented: bool = False  # nobody in it is real, so that its raw material may be under version control
    contact: StrictStr = ""  # whom readers may ask
    language: StrictStr = Field(default="en", pattern="^[a-z]{2,3}$")  # of the report; `wording` has its catalogs
    # How names of groups and neighborhoods, and the title, read on a page: one way, or one for each language of a report.
    labels: dict[StrictStr, StrictStr | dict[StrictStr, StrictStr]] = Field(default_factory=dict)
    study: Study = Study()
    # The two standing questions, as they were put to people.
    questions: dict[Literal["a", "b"], StrictStr] = Field(default_factory=lambda: dict(STANDING_QUESTIONS))  # type: ignore[arg-type]
    guide: Guide = Guide()
    sources: tuple[TableSource | PolisSource, ...] = ()  # what is not a transcript of one session named in sessions.csv
    skip: tuple[StrictStr, ...] = ()  # files under transcripts/ that are left unread on purpose
    roles: Roles = Roles()
    plan: Plan = Plan()
    compare_by: tuple[StrictStr, ...] = ("neighborhood", "stakeholder_group")  # columns of sessions.csv or participants.csv
    detail_by: StrictStr | None = None  # one of compare_by: subthemes and standing questions are counted in its groups as well
    hypotheses: tuple[Hypothesis, ...] = ()  # comparisons declared before looking; all others are one family per attribute
    privacy: Privacy = Privacy()
    themes: Themes = Themes()
    # What coding stands for: reflexive shows no saturation, as codes are not there to be found.
    school_of_analysis: Literal["codebook", "coding_reliability", "reflexive"] = "codebook"
    pdf: Literal["auto", "chromium", "weasyprint", "off"] = "auto"  # what prints the report; auto: whichever is there, Chromium first
    seed: NonNegativeInt = 20260401  # same input, same seed: same results

    def labels_in(self, language: str) -> dict[str, str]:
        """Labels of names in one language; names without one are left out, and so are blank labels."""
        said = {name: label if isinstance(label, str) else label.get(language, "") for name, label in self.labels.items()}
        return {name: label.strip() for name, label in said.items() if label.strip()}

    @model_validator(mode="after")
    def _all_is_compared(self) -> Config:
        if self.detail_by is not None and self.detail_by not in self.compare_by:
            raise ValueError(f"detail_by is {self.detail_by}, which is not in compare_by: name it there too")
        unknown = sorted({hypothesis.attribute for hypothesis in self.hypotheses} - set(self.compare_by))
        if unknown:
            raise ValueError(f"hypotheses compare by {', '.join(unknown)}, which is not in compare_by: name it there too")
        return self
