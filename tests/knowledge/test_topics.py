"""The answers to questions: complete, fair to sources that disagree, and readable.

What a topic must name where sources disagree is section 7 of the evidence file, row by row.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, get_args

import pytest
import textstat

from b2m_core.contract.codes import Audience, TopicCode
from b2m_core.knowledge.library import load_library
from b2m_core.knowledge.schema.topics import Topic

CODES: Final[tuple[TopicCode, ...]] = get_args(TopicCode)
AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)

READABLE_AT_GRADE: Final = 7
"""The highest Automated Readability Index of a plain answer: read with ease at 12 years of age.

Guides to health information ask for grades 6 to 8, and B1 is a comparable level. The index counts
letters, words and sentences; it needs no list of pronunciations that would have to be downloaded.
"""
LONGEST_SENTENCE: Final = 22
"""The most words that one sentence of a plain answer may have."""
UNITS_IN_WORDS: Final = {
    "mg/L": "milligrams per liter",
    "mg/dL": "milligrams per deciliter",
    "g/dL": "grams per deciliter",
}


def topic(code: TopicCode) -> Topic:
    return load_library().topics[code]


def answer(code: TopicCode, audience: Audience) -> str:
    """The paragraphs of a topic as one text."""
    return " ".join(part.statement.for_audience(audience) for part in topic(code).paragraphs)


def texts() -> Iterator[tuple[str, str]]:
    """Every title and every paragraph in every wording, with where it stands."""
    for code in CODES:
        for audience in AUDIENCES:
            yield f"{code}, title, {audience}", topic(code).title.for_audience(audience)
            for number, part in enumerate(topic(code).paragraphs, 1):
                yield f"{code}, {number}, {audience}", part.statement.for_audience(audience)


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def test_every_topic_of_the_contract_has_its_answer() -> None:
    assert tuple(load_library().topics) == CODES


def test_every_question_is_a_question_and_asked_once() -> None:
    questions = Counter(topic(code).question for code in CODES)
    assert [text for text, times in questions.items() if times > 1 or not text.endswith("?")] == []


# Sources that disagree are both named: row, topic, what the clinician's wording says, both sources.
DISAGREEMENTS: Final[list[tuple[int, TopicCode, tuple[str, ...], tuple[str, ...]]]] = [
    (1, "myeloma.iss", ("albumin", "I or II"), ("article_a", "greipp2005")),
    (2, "myeloma.iss", ("5.5 mg/L counts as stage III",), ("article_a", "greipp2005")),
    (
        3,
        "myeloma.prognosis",
        ("43 months", "12 months", "48 months", "1980s", "0.4 %"),
        ("article_a", "mayo_b2m", "greipp1988"),
    ),
    (
        4,
        "waldenstrom.ipsswm",
        ("IPSSWM", "3 mg/L", "65 years", "11.5 g/dL", "100 ×10⁹/L", "7.0 g/dL", "revised"),
        ("article_a", "morel2009", "kastritis2019"),
    ),
    (
        5,
        "renal.confounding",
        ("2 mg/dL", "40 mL/min", "may overstate", "milder losses"),
        ("article_a", "rajkumar2014", "bianchi2001"),
    ),
    (
        6,
        "renal.corrected_b2m",
        ("No correction formula is established", "Uncorrected β2M keeps its prognostic meaning"),
        ("article_a", "cuzick1985", "b2mcorr1992", "brenning1986"),
    ),
    (7, "renal.confounding", ("burden and prognosis are separate",), ("article_a", "cuzick1985")),
    (
        8,
        "monitoring.dialysis",
        ("once a year", "does not recommend", "30 mg/L"),
        ("article_a", "kdoqi2003", "jsdt2015"),
    ),
    (
        9,
        "monitoring.response",
        ("was found to be", "75 %", "not a response criterion"),
        ("article_a", "bataille1984", "kumar2016"),
    ),
    (
        10,
        "monitoring.relapse",
        ("can be an early sign", "needs confirmation"),
        ("article_a", "bataille1984", "kumar2016"),
    ),
    (
        11,
        "myeloma.high_risk",
        ("that of the R-ISS", "t(14;20)", "TP53", "del(1p32)", "20 %"),
        ("article_a", "palumbo2015", "dagostino2022", "avetloiseau2025"),
    ),
    (
        12,
        "myeloma.diagnosis",
        ("10 %", "plasmacytoma", "myeloma-defining event"),
        ("article_a", "rajkumar2014"),
    ),
    (
        13,
        "workup.myeloma",
        ("where available", "misses lesions"),
        ("article_a", "rajkumar2014", "dimopoulos2011"),
    ),
    (14, "workup.initial", ("burden and aggressiveness",), ("article_a", "palumbo2015")),
    (15, "all.prognosis", ("1992", "61", "80 %"), ("article_a", "kantarjian1992")),
    (
        16,
        "b2m.serum_and_urine",
        ("Both high", "Both not raised", "pH", "disputes"),
        ("article_b", "argyropoulos2017", "donaldson1989"),
    ),
    (
        17,
        "causes.dialysis",
        ("10 to 30 times", "Depending on the treatment", "15 to 30"),
        ("article_b", "dung2019", "jsdt2015"),
    ),
    (18, "causes.hiv", ("progression", "historic"), ("article_b", "hofmann1990", "lifson1992")),
    (19, "causes.infection", ("no primary study",), ("article_b", "ibsen1981")),
    (20, "workup.myeloma", ("on its own", "no sign of myeloma"), ("article_a", "rajkumar2014")),
    (
        21,
        "myeloma.prognosis",
        ("response and survival", "treatment-free interval", "CLL"),
        ("article_a", "cuzick1985"),
    ),
    (
        22,
        "b2m.meaning_of_elevation",
        ("cause is unknown, look at the kidney first",),
        ("article_a", "article_b"),
    ),
]


@pytest.mark.parametrize(("row", "code", "says", "cites"), DISAGREEMENTS)
def test_sources_that_disagree_are_both_named(
    row: int, code: TopicCode, says: tuple[str, ...], cites: tuple[str, ...]
) -> None:
    cited = {key for part in topic(code).paragraphs for key in part.citations}
    assert [words for words in says if words not in answer(code, "clinician")] == []
    assert set(cites) - cited == set(), f"section 7, row {row}"


def test_advertising_of_a_source_article_is_not_repeated() -> None:
    """Evidence file, section 7, row 23."""
    advertising = re.compile(
        r"world[- ]class|(top|leading) (institution|hospital)|trusted by", re.I
    )
    assert [where for where, text in texts() if advertising.search(text)] == []


def test_where_the_cause_is_unknown_the_kidney_comes_before_the_tumor() -> None:
    """Evidence file, section 7, row 22: A22 is the kidney, A01 the tumor."""
    covers = [part.covers for part in topic("b2m.meaning_of_elevation").paragraphs]
    kidney = next(place for place, seeds in enumerate(covers) if "A22" in seeds)
    tumor = next(place for place, seeds in enumerate(covers) if "A01" in seeds)
    assert kidney < tumor


@pytest.mark.parametrize("code", CODES)
def test_a_plain_answer_is_easy_to_read(code: TopicCode) -> None:
    """A decimal point would be taken for the end of a sentence, so it is left out."""
    text = re.sub(r"(?<=\d)\.(?=\d)", "", answer(code, "plain"))
    assert textstat.automated_readability_index(text) <= READABLE_AT_GRADE


@pytest.mark.parametrize("code", CODES)
def test_a_plain_answer_has_short_sentences(code: TopicCode) -> None:
    long = [s for s in sentences(answer(code, "plain")) if len(s.split()) > LONGEST_SENTENCE]
    assert long == []


@pytest.mark.parametrize("code", CODES)
def test_a_plain_answer_explains_its_abbreviations(code: TopicCode) -> None:
    """At its first use an abbreviation stands in parentheses after its words, or before them.

    Stages are numbered with Roman numerals, which need no explanation.
    """
    text = answer(code, "plain")
    written = {found.group() for found in re.finditer(r"\bβ2M\b|\b[A-Z][A-Z0-9-]*[A-Z]\b", text)}
    unexplained = [
        short
        for short in sorted(written)
        if not re.fullmatch("[IVX]+", short)
        and not re.search(rf"\({short}\b|\b{short} \(", text[: text.index(short) + len(short) + 2])
    ]
    assert unexplained == []


@pytest.mark.parametrize("code", CODES)
def test_a_plain_answer_explains_its_units(code: TopicCode) -> None:
    text = answer(code, "plain")
    first = {unit: re.search(rf"(?<![\w/]){unit}", text) for unit in UNITS_IN_WORDS}
    unexplained = [
        unit
        for unit, found in first.items()
        if found and not text[found.end() :].startswith(f" ({UNITS_IN_WORDS[unit]})")
    ]
    assert unexplained == []


def test_a_plain_answer_names_no_other_unit() -> None:
    other = re.compile(r"\d\s?(?:mL|U/L|µ|nmol|kDa|×)")
    assert [code for code in CODES if other.search(answer(code, "plain"))] == []


@pytest.mark.parametrize(
    ("mistake", "pattern"),
    [
        ("a range with a hyphen", r"\d-\d"),
        ("a unit without a space", r"\d(?:%|[mµ]?g/|mL|kDa|U/L)"),
        ("a placeholder, which a topic cannot fill", r"[{}]"),
        ("two spaces, or a space before a stop", r" {2}| [,.;:]"),
        ("a sentence without its end", r"[^.?!]$"),
    ],
)
def test_the_texts_are_written_with_care(mistake: str, pattern: str) -> None:
    found = [
        where
        for where, text in texts()
        if re.search(pattern, text) and not ("title" in where and pattern.endswith("$"))
    ]
    assert found == [], mistake


def test_no_paragraph_is_said_twice() -> None:
    said = Counter(
        part.statement.for_audience(audience)
        for code in CODES
        for part in topic(code).paragraphs
        for audience in ("clinician", "plain")
        if len({part.statement.clinician, part.statement.plain}) > 1
    )
    assert [text for text, times in said.items() if times > 1] == []
