"""From an assessment, topics and a reply to one answer, every statement with its sources.

Start with ``compose``. Each part of an answer has one function here that words it; what is said
comes from the knowledge, who is spoken to from the speaker.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from b2m_core.answering.alternatives import said_alternatives
from b2m_core.answering.serial import beside, serial
from b2m_core.answering.wording import Speaker
from b2m_core.contract.codes import AnswerKind, RuleCode, TopicCode
from b2m_core.contract.models import (
    Answer,
    Caution,
    Citation,
    Finding,
    NextStep,
    Observation,
    Paragraph,
    Question,
    Unread,
)
from b2m_core.knowledge.library import Library
from b2m_core.knowledge.schema.items import Wording
from b2m_core.knowledge.schema.observations import PHASE
from b2m_core.knowledge.schema.rules import InPhase, Rule, Trend
from b2m_core.reasoning.models import Alternative, Assessment, Conclusion, Fired


@dataclass(frozen=True)
class Content:
    """What an answer is to hold: any of its parts may be empty."""

    kind: AnswerKind
    assessment: Assessment | None = None
    alternatives: Mapping[RuleCode, Sequence[Alternative]] = MappingProxyType({})
    topics: Sequence[TopicCode] = ()
    observations: tuple[Observation, ...] = ()
    hypothetical: tuple[Observation, ...] = ()
    unread: tuple[Unread, ...] = ()
    implausible: tuple[str, ...] = ()
    unit_options: tuple[str, ...] = ()
    patient_options: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def compose(content: Content, library: Library, speaker: Speaker) -> Answer:
    """The answer, complete but for ``text``, which is a rendering of it."""
    worded = _Worded(content, library, speaker)
    paragraphs = tuple(worded.paragraphs())
    findings = tuple(worded.findings())
    cautions = tuple(worded.cautions())
    next_steps = tuple(worded.next_steps())
    said: tuple[Paragraph | Finding | Caution | NextStep, ...] = (
        *paragraphs,
        *findings,
        *cautions,
        *next_steps,
    )
    cited = dict.fromkeys(citation for statement in said for citation in statement.citations)
    return Answer(
        kind=content.kind,
        topics=tuple(content.topics),
        paragraphs=paragraphs,
        observations=content.observations,
        unread=content.unread,
        findings=findings,
        cautions=cautions,
        next_steps=next_steps,
        questions=(*worded.questions(), *content.questions),
        citations=tuple(citation(reference, library) for reference in cited),
        hypothetical=content.hypothetical,
        text="",
        disclaimer=speaker.say(speaker.phrases.disclaimer),
        audience=speaker.audience,
        knowledge_version=library.version,
    )


def citation(reference_id: str, library: Library) -> Citation:
    """A reference as the contract shows it."""
    reference = library.references[reference_id]
    return Citation(
        id=reference_id,
        label=reference.label,
        title=reference.title,
        year=reference.year,
        doi=reference.doi,
        pmid=reference.pmid,
        url=reference.url,
        review_status=reference.review.status,
        last_reviewed=reference.review.on,
    )


class _Worded:
    """The parts of one answer, in words."""

    def __init__(self, content: Content, library: Library, speaker: Speaker) -> None:
        self.content = content
        self.library = library
        self.speaker = speaker
        self.observed = self._observed()

    def _observed(self) -> Mapping[str, str]:
        """What each code is known to be: the last of a series, else all that was stated of it."""
        assessment = self.content.assessment
        if assessment is None:
            return {}
        stated: dict[str, list[str]] = {}
        for observation in assessment.known.used:
            words = self.speaker.labels.stated(observation)
            if observation.code in assessment.known.series:
                stated[observation.code] = [words]
            elif words not in stated.setdefault(observation.code, []):
                stated[observation.code].append(words)
        return {code: self.speaker.either(words) for code, words in stated.items()}

    def _said(self, wording: Wording, **words: str) -> str:
        return self.speaker.fill(wording, {**self.observed, **words})

    def paragraphs(self) -> Iterable[Paragraph]:
        for topic in self.content.topics:
            for paragraph in self.library.topics[topic].paragraphs:
                yield Paragraph(
                    topic=topic,
                    statement=self._said(paragraph.statement),
                    citations=paragraph.citations,
                )

    def findings(self) -> Iterable[Finding]:
        """In the contract's order of rules, those that say nothing of this patient last."""
        concluded = self.content.assessment.conclusions if self.content.assessment else ()
        for conclusion in sorted(concluded, key=lambda one: one.status == "not_applicable"):
            statement, citations = self._finding(conclusion)
            if conclusion.applies_if:
                statement = self.speaker.fill(
                    self.speaker.phrases.conditional,
                    {
                        "condition": self.speaker.labels.observations[conclusion.applies_if],
                        "statement": statement,
                    },
                )
            yield Finding(
                rule=conclusion.rule,
                status=conclusion.status,
                applies_if=conclusion.applies_if,
                outcome=conclusion.outcome,
                possible=conclusion.possible,
                statement=statement,
                because=conclusion.because,
                missing=conclusion.missing,
                citations=citations,
            )

    def _finding(self, conclusion: Conclusion) -> tuple[str, tuple[str, ...]]:
        """What a conclusion says, and its sources: those of its outcomes, then the rule's."""
        rule = self.library.rules[conclusion.rule]
        labels = self.speaker.labels
        title = self.speaker.say(rule.title)
        if conclusion.status == "not_applicable":
            reason = conclusion.because_of
            if reason is None:
                return f"{self._made_for(conclusion.rule)}.", rule.citations
            return self._said(reason.statement), _united(reason.citations, rule.citations)
        possible = [labels.outcome(conclusion.rule, outcome) for outcome in conclusion.possible]
        words = {
            "title": title,
            "outcome": possible[0],
            "possible": self.speaker.either(possible),
            "missing": self._labels(conclusion.missing or rule.inputs),
        }
        sources: tuple[tuple[str, ...], ...]
        if rule.formula:
            sources = (rule.formula.citations,)
            statement = rule.formula.statement
        else:
            outcomes = [rule.outcomes[str(outcome)] for outcome in conclusion.possible]
            sources = tuple(outcome.citations for outcome in outcomes)
            statement = outcomes[0].statement
        if conclusion.status == "possible":
            statement = rule.possible_statement or self.speaker.phrases.undecided
        said = [self._said(statement, **words)]
        for sentence, citations in self._compared(rule, conclusion):
            said.append(sentence)
            sources = (*sources, citations)
        if phase := self._in_phase(rule, conclusion):
            said.append(self._said(phase.statement))
            sources = (*sources, phase.citations)
        if conclusion.rule in self.content.alternatives:
            others = self.content.alternatives[conclusion.rule]
            said.append(said_alternatives(conclusion.rule, others, self.speaker))
        return " ".join(said), _united(*sources, rule.citations)

    def _compared(
        self, rule: Rule, conclusion: Conclusion
    ) -> Iterable[tuple[str, tuple[str, ...]]]:
        """The values that a trend compared, and what changed beside them, with its sources.

        Nothing where there is not one value for each point in time.
        """
        if rule.trend is None or self.content.assessment is None:
            return
        known, code = self.content.assessment.known, rule.trend.series
        values = [observation for observation in known.used if observation.code == code]
        if not values or len(values) != len(known.series[code]):
            return
        for sentence in serial(rule.trend, values, self.speaker):
            yield sentence, ()
        yield from self._beside(rule.trend, values, conclusion)

    def _beside(
        self, trend: Trend, values: Sequence[Observation], conclusion: Conclusion
    ) -> Iterable[tuple[str, tuple[str, ...]]]:
        """What changed beside a trend over the same time, and whether that weakens it."""
        other = trend.beside
        if other is None:
            return
        others = [one for one in self.content.observations if one.code == other.series]
        if told := beside(trend, values, others, self.speaker):
            sentence, risen = told
            yield sentence, ()
            if risen and conclusion.outcome == other.weakens:
                yield self._said(other.risen), other.citations

    def _in_phase(self, rule: Rule, conclusion: Conclusion) -> InPhase | None:
        """What a definite outcome means in the phase that was stated."""
        if rule.formula or conclusion.status != "definite" or self.content.assessment is None:
            return None
        stated = self.content.assessment.known.words.get(PHASE, ())
        fitting = (
            said
            for said in rule.outcomes[str(conclusion.outcome)].in_phase
            if not said.phases or (stated and set(stated) <= set(said.phases))
        )
        return next(fitting, None)

    def _made_for(self, code: RuleCode) -> str:
        """Whom a rule is made for, as a sentence without its full stop."""
        rule = self.library.rules[code]
        title, made_for = self.speaker.say(rule.title), self.speaker.say(rule.made_for.says)
        return self._said(self.speaker.phrases.made_for, rule=title, made_for=made_for)

    def _labels(self, codes: Iterable[str]) -> str:
        return self.speaker.both([self.speaker.labels.observations[code] for code in codes])

    def cautions(self) -> Iterable[Caution]:
        for fired in self.content.assessment.cautions if self.content.assessment else ():
            of_rules = list(self._caution_of_rules(fired))
            own = [self._caution_of_its_own(fired)] if fired.by_itself or not of_rules else []
            said = [*own, *of_rules]
            yield Caution(
                code=fired.code,
                statement=" ".join(dict.fromkeys(statement for statement, _ in said)),
                citations=_united(*(citations for _, citations in said)),
            )

    def _caution_of_its_own(self, fired: Fired) -> tuple[str, tuple[str, ...]]:
        item = self.library.cautions[fired.code]
        if item.statement is None:
            raise ValueError(f"{fired.code} fired, but neither it nor a rule words it")
        assessment = self.content.assessment
        concerned = [
            self.speaker.labels.named(observation)
            for observation in (assessment.known.used if assessment else ())
            if observation.code in fired.concerns
        ]
        named = self.speaker.both(list(dict.fromkeys(concerned)))
        conflicts = [self._said(c.says) for c in (assessment.conflicts if assessment else ())]
        rules = fired.rules or self._expected()
        statement = self._said(
            item.statement,
            assumed=named,
            censored=named,
            conflicting=self.speaker.both(conflicts) or named,
            implausible=self.speaker.both([f"“{text}”" for text in self.content.implausible]),
            rules=self.speaker.both([self._made_for(rule) for rule in rules]),
        )
        return statement, item.citations

    def _expected(self) -> tuple[RuleCode, ...]:
        """The rules that readers expect without asking, where none of them is reported."""
        rules = self.library.rules.values()
        return tuple(rule.code for rule in rules if rule.made_for.unnamed == "conditional")

    def _caution_of_rules(self, fired: Fired) -> Iterable[tuple[str, tuple[str, ...]]]:
        for code in fired.rules:
            for raised in self.library.rules[code].raises:
                if raised.caution == fired.code:
                    yield self._said(raised.statement), raised.citations

    def next_steps(self) -> Iterable[NextStep]:
        for code in self.content.assessment.next_steps if self.content.assessment else ():
            item = self.library.next_steps[code]
            yield NextStep(
                code=code, statement=self._said(item.statement), citations=item.citations
            )

    def questions(self) -> Iterable[Question]:
        for asks in self.content.assessment.questions if self.content.assessment else ():
            item = self.library.questions[asks]
            text, options = item.text, item.options
            if asks == "unit":
                options = self.content.unit_options
            elif asks == "patient" and self.content.patient_options:
                text = self.library.phrases.patients.which
                options = self.content.patient_options
            yield Question(asks=asks, text=self.speaker.say(text), options=options)


def _united(*citations: Iterable[str]) -> tuple[str, ...]:
    """Each source once, in order of appearance."""
    return tuple(dict.fromkeys(one for several in citations for one in several))
