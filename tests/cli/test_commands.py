"""The commands as their users call them: what they print, and how they end.

Clinical expectations: evidence file, sections 2.1 (ISS) and 6 (bare numbers).
"""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from b2m_cli.main import main

QUESTION = "β2M 6.1, creatinine 2.4"
SERUM = {
    "code": "b2m_serum",
    "value": 6.1,
    "unit": "mg/L",
    "comparator": "=",
    "effective": None,
    "as_written": "β2M 6.1",
    "assumed": ["unit"],
}
CREATININE = {
    **SERUM,
    "code": "creatinine",
    "value": 2.4,
    "unit": "mg/dL",
    "as_written": "creatinine 2.4",
}


class Terminal:
    """Calls the command in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(str(end.code))
        said = self._capsys.readouterr()
        return code, said.out, said.err


@pytest.fixture
def b2m(capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(capsys)


def standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))


def iss(answer: dict[str, Any]) -> dict[str, Any]:
    (finding,) = [each for each in answer["findings"] if each["rule"] == "iss"]
    return dict(finding)


def test_read_gives_what_the_text_says_and_nothing_else(b2m: Terminal) -> None:
    code, said, complained = b2m("read", QUESTION, "--json")
    assert (code, complained) == (0, "")
    assert json.loads(said) == {"observations": [SERUM, CREATININE], "unread": []}


def test_read_shows_people_a_table(b2m: Terminal) -> None:
    code, said, _ = b2m("read", "β2M < 2 mg/L, female")
    assert code == 0
    assert [line.split() for line in said.splitlines()] == [
        ["what", "value", "unit", "assumed", "day", "read", "from"],
        ["β2M", "below", "2", "mg/L", "β2M", "<", "2", "mg/L"],
        ["sex", "female", "female"],
    ]


def test_read_says_what_it_did_not_use(b2m: Terminal) -> None:
    _, said, _ = b2m("read", "foo 7")
    assert said == (
        "Nothing was read.\nSeen but not used: 7 (I could not tell what this number measures.)\n"
    )


def test_read_underlines_what_it_saw(b2m: Terminal) -> None:
    _, said, _ = b2m("read", "--show", "β2M 6.1, foo 7")
    assert said.splitlines()[:3] == ["β2M 6.1, foo 7", "^^^^^^^      ~", ""]


def test_read_uses_no_supposition(b2m: Terminal) -> None:
    _, said, _ = b2m("read", "what if albumin were 3.6?", "--json")
    assert json.loads(said) == {
        "observations": [],
        "unread": [
            {"as_written": "albumin were 3.6", "reason": "This is supposed, not stated."},
        ],
    }


def test_assess_gives_the_answer_of_the_contract(b2m: Terminal) -> None:
    _, said, _ = b2m("assess", QUESTION, "--json")
    answer = json.loads(said)
    assert answer["schema"] == "b2m.answer/1"
    assert answer["observations"] == [SERUM, CREATININE]
    finding = iss(answer)
    assert (finding["applies_if"], finding["outcome"]) == ("multiple_myeloma", "III")


def test_assess_prints_the_same_answer_in_words(b2m: Terminal) -> None:
    answer = json.loads(b2m("assess", QUESTION, "--json")[1])
    assert b2m("assess", QUESTION) == (0, f"{answer['text']}\n", "")


def test_assess_words_the_answer_for_its_audience(b2m: Terminal) -> None:
    answers = [
        json.loads(b2m("assess", QUESTION, "--json", "--audience", audience)[1])
        for audience in ("clinician", "care_team", "plain")
    ]
    assert [answer["audience"] for answer in answers] == ["clinician", "care_team", "plain"]
    assert len({answer["text"] for answer in answers}) == 3


def test_a_case_file_gives_the_findings_of_the_same_text(b2m: Terminal, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"observations": [SERUM, CREATININE]}))
    assert b2m("assess", str(case), "--json") == b2m("assess", QUESTION, "--json")


def test_a_value_that_no_patient_can_have_is_not_used(b2m: Terminal, tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"observations": [{**SERUM, "value": -6.1}, CREATININE]}))
    answer = json.loads(b2m("assess", str(case), "--json")[1])
    assert [each["code"] for each in answer["observations"]] == ["creatinine"]
    assert [each["as_written"] for each in answer["unread"]] == ["β2M 6.1"]
    assert "implausible_value" in [each["code"] for each in answer["cautions"]]


def test_text_comes_from_standard_input_too(b2m: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    standard_input(monkeypatch, f"{QUESTION}\n".encode())
    assert json.loads(b2m("read", "--json")[1])["observations"] == [SERUM, CREATININE]


def test_a_bad_line_costs_no_other(b2m: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [{"text": QUESTION}, {"observations": [SERUM]}]
    first, second = (json.dumps(each) for each in given)
    standard_input(monkeypatch, f'{first}\n{{"text": 3}}\n\n{second}'.encode())
    code, said, complained = b2m("assess", "--jsonl", "-")
    answers = [json.loads(line) for line in said.splitlines()]
    assert (code, complained) == (0, "")
    assert [list(answer) == ["error"] for answer in answers] == [False, True, True, False]
    assert answers[1] == {"error": "text: expected a text, got a number"}
    assert iss(answers[0]) == iss(answers[3]) | {"because": iss(answers[0])["because"]}


def test_read_takes_lines_of_a_file(b2m: Terminal, tmp_path: Path) -> None:
    lines = tmp_path / "texts.jsonl"
    lines.write_text('{"text": "β2M 6.1"}\n{"text": ""}\n')
    assert [json.loads(line) for line in b2m("read", "--jsonl", str(lines))[1].splitlines()] == [
        {"observations": [SERUM], "unread": []},
        {"error": "the text is empty"},
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("read", ""), "b2m: the text is empty\n"),
        (("assess", "x" * 20_000), "b2m: the text has 20000 characters: at most 8000 are read\n"),
        (("assess", "no-such.json"), "b2m: no-such.json: there is no such file\n"),
        (("read", "--jsonl", "no-such"), "b2m: no-such: there is no such file\n"),
    ],
)
def test_bad_input_is_one_line_and_code_2(
    b2m: Terminal, arguments: tuple[str, ...], says: str
) -> None:
    assert b2m(*arguments) == (2, "", says)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ("read", "x", "--today", "2026-02-30"),
            "expected a day like 2026-11-22, got '2026-02-30'",
        ),
        (("serve", "--port", "65536"), "expected a port from 1 to 65535, got '65536'"),
        (("read", "x", "--jsonl", "-"), "--jsonl takes its texts from the file"),
        (("assess", "x", "--audience", "nobody"), "invalid choice: 'nobody'"),
        ((), "the following arguments are required: COMMAND"),
    ],
)
def test_bad_usage_says_what_was_expected(
    b2m: Terminal, arguments: tuple[str, ...], says: str
) -> None:
    code, said, complained = b2m(*arguments)
    assert (code, said) == (2, "")
    assert says in complained
    assert "Traceback" not in complained


def test_the_review_status_counts_every_item_it_lists(b2m: Terminal) -> None:
    *items, version, submitted, under_review, approved = b2m("review", "status")[1].splitlines()
    assert version.startswith("knowledge ")
    assert [line.split() for line in (submitted, under_review, approved)] == [
        ["submitted", "0"],
        ["under_review", str(len(items))],
        ["approved", "0"],
    ]


def test_the_review_status_is_also_json(b2m: Terminal) -> None:
    said = json.loads(b2m("review", "status", "--json", "--status", "approved")[1])
    assert set(said) == {"knowledge_version", "counts", "items"}
    assert (said["items"], said["counts"]["approved"]) == ([], 0)


def test_an_item_is_shown_beside_its_sources(b2m: Terminal) -> None:
    code, said, _ = b2m("review", "show", "rules/iss")
    item, sources = said.split("\nsources\n")
    assert code == 0
    assert "as_printed: ≥ 5.5 mg/L" in item
    assert sources.startswith("  article_a: ")
    assert "  greipp2005: International Staging System for multiple myeloma." in sources


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "rules/nothing"),
        ("changed", "--since", "1999.1.1"),
        ("release", "soon", "--says", "x"),
    ],
)
def test_a_review_of_what_is_not_there_is_refused(
    b2m: Terminal, arguments: tuple[str, ...]
) -> None:
    code, said, complained = b2m("review", *arguments)
    assert (code, said) == (2, "")
    assert "Traceback" not in complained


def test_an_approval_of_nothing_is_refused(b2m: Terminal) -> None:
    code, said, complained = b2m("review", "approve", "rules/nothing", "--by", "Somebody")
    assert (code, said) == (2, "")
    assert complained.startswith("b2m: not approved: rules/nothing: ")


@pytest.mark.parametrize("command", ["read", "assess"])
def test_the_light_commands_load_neither_rasa_nor_tensorflow(command: str) -> None:
    program = (
        "import sys; from b2m_cli.main import main; main(sys.argv[1:]);"
        "print([name for name in ('rasa', 'tensorflow', 'sanic') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, command, QUESTION, "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines()[-1] == "[]"
