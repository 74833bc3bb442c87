"""Interface wording: no clinical claim stands here, so nothing of it is cited."""

from b2m_core.contract.codes import (
    AnswerKind,
    Asked,
    Assumption,
    Audience,
    Comparator,
    Presence,
    QuantityCode,
    ReviewStatus,
)
from b2m_core.knowledge.schema.items import Item, Name, ReadOnly, Text, Wording


class QuestionItem(Item):
    """How one thing is asked for, with quick replies that read back as that observation.

    A number in an option is a threshold of a rule, so that the reply decides what was asked.
    """

    asks: Asked
    text: Wording
    options: tuple[Text, ...] = ()


class Reply(Item):
    """What is answered when nothing clinical is: a greeting, a refusal, a notice.

    ``options`` are examples of what to write, after the ``nearest`` questions where these are
    wanted; ``asks`` is a question that is asked instead of them. A reply that ``forgets`` begins a
    new case; one that is ``alone`` has nothing beside it, one that ``opens`` is said before what
    follows, too, and not only where nothing does. ``again`` assesses the case once more,
    ``explains`` says every comparison that was made, and ``speaks_to`` changes the audience.
    ``rules`` gives the rules that the message names, and those alone; ``alternatives`` says what
    would change each conclusion.

    One that ``follows`` gives way to a topic where the message carries the last question on, one
    that ``gives_way`` to what the message plainly supposes or begins.

    Other replies, by name, are given instead: ``without_case`` while nothing is known of the
    patient, ``with_a_rule`` where the message names a rule, ``second`` the second time in a row.
    """

    kind: AnswerKind
    text: Wording
    options: tuple[Text, ...] = ()
    asks: Asked | None = None
    nearest: bool = False
    forgets: bool = False
    alone: bool = False
    opens: bool = False
    again: bool = False
    explains: bool = False
    speaks_to: Audience | None = None
    follows: bool = False
    gives_way: bool = False
    rules: bool = False
    alternatives: bool = False
    without_case: Name | None = None
    with_a_rule: Name | None = None
    second: Name | None = None


class Joining(Item):
    """How a list is written as words: "a, b or c", "a, b and c"."""

    comma: str
    either: str
    both: str


class ChangePhrases(Item):
    """How a change between serial values is said.

    ``risen`` and ``fallen`` know ``{percent}``; ``one_day`` and ``days`` add the time to a
    ``{change}``; ``on_day`` adds its ``{day}`` to a ``{value}``. ``changed`` goes from one value to
    a ``{later}`` one, ``between`` does so where the change is not known, ``since_first`` starts
    from the first. ``beside`` tells the same of another ``{label}``.
    """

    risen: Wording
    fallen: Wording
    unchanged: Wording
    one_day: Wording
    days: Wording
    on_day: Wording
    changed: Wording
    between: Wording
    since_first: Wording
    highest: Wording
    beside: Wording


class Button(Item):
    """A button of an answer: its label, and what it ``says`` to the assistant, if anything."""

    label: Wording
    says: Text | None = None


class SlackHome(Item):
    """The words of the page that Slack shows for the assistant itself.

    ``what`` is its heading and ``says`` its text. ``audiences`` are the choices below ``audience``;
    ``examples``, ``review`` and ``privacy`` head what follows them.
    """

    what: Text
    says: tuple[Text, ...]
    examples: Text
    audience: Text
    audiences: ReadOnly[Audience, Text]
    review: Text
    privacy: Text
    privacy_note: Text


class SlackWords(Item):
    """What Slack shows besides answers; none of it holds a value of a patient.

    ``notification`` stands where Slack shows no blocks. ``working`` stands until the answer is
    there. ``shared`` names the ``{user}`` who shared an answer; ``asked`` repeats the ``{text}`` of
    a button. ``more_in_file`` ends the words of an answer that goes on in a file,
    ``private_chart`` stands over the chart of a private one, ``files_unread`` with an answer to a
    message that has files. ``taken_back`` stands in place of an answer that cannot be deleted.
    ``cannot_share``, ``not_this_channel`` and ``not_this_user`` say why something was not done.
    """

    notification: Text
    working: Text
    more_in_file: Text
    private_chart: Text
    files_unread: Text
    taken_back: Text
    shared: Text
    asked: Text
    cannot_share: Text
    not_this_channel: Text
    not_this_user: Text
    home: SlackHome


class ChartPhrases(Item):
    """The words of the chart of serial values, and which quantity is drawn ``beside`` it.

    ``title`` and the lists of values know ``{label}``. ``listed`` gives all ``{values}``; where
    there are many, ``outstanding`` gives some of ``{count}``. ``cut_off`` names the ``{rules}`` of
    a ``{value}``. ``undated`` names the ``{values}`` that are not shown, ``too_few`` says why there
    is no chart.
    """

    beside: QuantityCode
    title: Wording
    listed: Wording
    outstanding: Wording
    cut_off: Wording
    undated: Wording
    too_few: Wording


class AlternativePhrases(Item):
    """What would change a conclusion: ``some`` introduces ``{alternatives}``, ``one`` of which
    says what would be ``{possible}`` ``{when}``; ``none`` stands where no input alone would.
    """

    some: Wording
    one: Wording
    none: Wording


class PatientPhrases(Item):
    """How it is asked which of several patients is meant, and how that is answered.

    ``which`` asks; ``options`` offer the first, the second … where they have no labels. ``places``
    are the words for each of these, which may stand with the words ``beside`` them.
    """

    which: Wording
    options: tuple[Text, ...]
    places: tuple[tuple[Text, ...], ...]
    beside: tuple[Text, ...]


class Phrases(Item):
    """The words around the statements.

    ``conditional`` introduces a finding that holds only if ``{condition}`` is there. ``made_for``
    says whom a ``{rule}`` is made for. ``undecided`` states the ``{possible}`` outcomes of a rule
    that has no wording of its own for them. ``suggestion`` introduces examples of what to write,
    which would bring what it ``suggests``. ``presences`` say how a condition is named that is
    present, absent or suspected (``{label}``). ``personal`` asks to leave out personal data of some
    ``{kinds}``; ``english_only`` answers a message in another language. ``review_status`` is the
    line under the sources. ``units`` writes a UCUM unit for people, ``comparators`` a comparator.
    ``patients`` ask which of several is meant. ``buttons`` stand below an answer, ``slack`` holds
    what Slack shows besides answers.
    """

    disclaimer: Wording
    conditional: Wording
    made_for: Wording
    undecided: Wording
    alternatives: AlternativePhrases
    suggestion: Wording
    suggests: Asked
    headings: ReadOnly[Name, Wording]
    replies: ReadOnly[Name, Reply]
    review_status: ReadOnly[ReviewStatus, Wording]
    presences: ReadOnly[Presence, Wording]
    assumed: ReadOnly[Assumption, Wording]
    comparators: ReadOnly[Comparator, str]
    units: ReadOnly[str, str]
    personal: Wording
    english_only: Wording
    joining: Joining
    change: ChangePhrases
    patients: PatientPhrases
    buttons: ReadOnly[Name, Button]
    slack: SlackWords
    chart: ChartPhrases
