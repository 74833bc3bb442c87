"""What would change a conclusion, in words."""

from collections.abc import Sequence

from b2m_core.answering.wording import Speaker
from b2m_core.contract.codes import CANONICAL_UNITS, RuleCode
from b2m_core.contract.models import Comparison, Observation
from b2m_core.reasoning.models import Alternative


def said_alternatives(rule: RuleCode, alternatives: Sequence[Alternative], speaker: Speaker) -> str:
    """One sentence: "It would be stage II with β2M below 5.5 mg/L." """
    phrases, labels = speaker.phrases.alternatives, speaker.labels
    if not alternatives:
        return speaker.say(phrases.none)
    each = [
        speaker.fill(
            phrases.one,
            {
                "possible": speaker.either([labels.outcome(rule, o) for o in one.possible]),
                "when": _when(one.when, speaker),
            },
        )
        for one in alternatives
    ]
    return speaker.fill(phrases.some, {"alternatives": "; ".join(each)})


def _when(comparisons: Sequence[Comparison], speaker: Speaker) -> str:
    """What an input would be: "β2M at least 3.5 mg/L and below 5.5 mg/L", "no del(17p)"."""
    observed = [
        Observation(
            code=comparison.code,
            value=comparison.threshold,
            unit=CANONICAL_UNITS.get(comparison.code),
            comparator=comparison.comparator,
        )
        for comparison in comparisons
    ]
    first, *others = observed
    return speaker.both(
        [speaker.labels.named(first), *(speaker.labels.stated(other) for other in others)]
    )
