"""What the codes of an answer are called, for one audience."""

from collections.abc import Mapping

from b2m_core.contract.models import Contract


class Labels(Contract):
    """The words a renderer needs beside an answer; it makes up none of its own.

    ``words`` holds, by observation code, what each coded value is called. ``outcomes`` holds, by
    rule, what each outcome is called. ``presences`` are templates with ``{label}``. ``units`` are
    by UCUM code, empty where a unit is not written.
    """

    observations: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    presences: Mapping[str, str]
    rules: Mapping[str, str]
    outcomes: Mapping[str, Mapping[str, str]]
    cautions: Mapping[str, str]
    next_steps: Mapping[str, str]
    topics: Mapping[str, str]
    units: Mapping[str, str]
    comparators: Mapping[str, str]
    assumed: Mapping[str, str]
    headings: Mapping[str, str]
    review_status: Mapping[str, str]
