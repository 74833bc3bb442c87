"""Whatever a user hands over is used as it is, or refused with what was wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from b2m_cli.errors import BadInput
from b2m_cli.inputs import CaseFile, case_file, check_text, line_input, text_or_case
from b2m_core.contract.models import Observation

B2M = Observation(code="b2m_serum", value=Decimal("6.1"), unit="mg/L")
SHAPE = 'expected {"text": …} or {"observations": […]}'


def observations(*fields: str) -> str:
    given = {"code": '"b2m_serum"', "value": "6.1", "unit": '"mg/L"'}
    given |= dict(field.split("=", 1) for field in fields)
    fields_given = ", ".join(f'"{name}": {value}' for name, value in given.items() if value)
    return f'{{"observations": [{{{fields_given}}}]}}'


def test_a_line_holds_a_text() -> None:
    assert line_input('{"text": "β2M 6.1"}'.encode(), case_allowed=True) == "β2M 6.1"


def test_a_line_holds_a_case() -> None:
    line = observations('effective="2026-11-22"', 'comparator=">="')
    assert line_input(line.encode(), case_allowed=True) == CaseFile(
        observations=(B2M.model_copy(update={"effective": date(2026, 11, 22), "comparator": ">="}),)
    )


def test_every_digit_of_a_number_counts() -> None:
    case = line_input(observations("value=6.1000000000000000000001").encode(), case_allowed=True)
    assert isinstance(case, CaseFile)
    assert case.observations[0].value == Decimal("6.1000000000000000000001")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "not valid JSON (Expecting value, line 1, column 1)"),
        ('{"text": "β2M', "not valid JSON (Unterminated string starting at, line 1, column 10)"),
        ("[]", SHAPE),
        ("{}", f"{SHAPE}, got nothing"),
        ('{"text": "x", "observations": []}', f"{SHAPE}, got text, observations"),
        ('{"text": 3}', "text: expected a text, got a number"),
        ('{"text": null}', "text: expected a text, got null"),
        ('{"text": "a", "text": "b"}', "not valid JSON ('text' stands there twice)"),
        ('{"text": " \\n"}', "the text is empty"),
        (
            '{"text": "6\\u0000.1"}',
            "the text holds a control character (U+0000, character 2): remove it",
        ),
        (
            '{"text": "\\ud800"}',
            "the text holds a control character (U+D800, character 1): remove it",
        ),
        ("[" * 100_000, "not valid JSON (nested too deeply)"),
        (observations("value=" + "1" * 5000), "not valid JSON (a number with too many digits)"),
        (observations("value=NaN"), "not valid JSON (NaN is no number)"),
        (
            observations("value=1e999999999"),
            "not valid JSON (1e999999999 is too large or too small a number)",
        ),
        ('{"observations": 3}', "observations: expected a list, got a number"),
        ('{"observations": [3]}', "observations[0]: expected an object, got a number"),
        (observations("unit="), "observations[0]: b2m_serum: expected the unit mg/L, got none"),
        (observations("units=1"), "observations[0].units: there is no such field"),
        (
            observations('value="6.1"'),
            "observations[0]: b2m_serum: expected a number in mg/L",
        ),
        (observations("value=true"), "observations[0].value: a truth value is not a number"),
        (
            observations("value=null", "unit=3"),
            "observations[0].value: expected a number or a word, got null;"
            " observations[0].unit: expected a text, got a number",
        ),
        (
            observations('unit="mg/dL"'),
            "observations[0]: b2m_serum: expected the unit mg/L, got mg/dL",
        ),
        (
            observations('comparator="=>"'),
            "observations[0].comparator: expected '=', '<', '<=', '>', '>=' or '~', got '=>'",
        ),
        (
            observations('code="creatinin"'),
            "observations[0].code: 'creatinin' is no code of the contract; creatinine?",
        ),
        (
            observations('effective="yesterday"'),
            "observations[0].effective: expected a day like 2026-11-22, got 'yesterday'",
        ),
    ],
)
def test_a_line_that_cannot_be_used_says_why(line: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        line_input(line.encode("utf-8", "surrogatepass"), case_allowed=True)
    assert str(refused.value) == says


def test_where_only_texts_are_read_a_case_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        line_input(observations().encode(), case_allowed=False)
    assert str(refused.value) == 'expected {"text": …}, got observations'


def test_a_line_must_be_utf8() -> None:
    with pytest.raises(BadInput, match=r"^the line is not UTF-8 \(byte 11\)$"):
        line_input(b'{"text": "\xb52M 6.1"}', case_allowed=True)


@pytest.mark.parametrize("length", [7_999, 8_000])
def test_a_text_of_up_to_8000_characters_is_read(length: int) -> None:
    assert check_text("x" * length) == "x" * length


def test_a_longer_text_is_refused() -> None:
    with pytest.raises(BadInput, match=r"^the text has 8001 characters: at most 8000 are read$"):
        check_text("x" * 8_001)


def test_emoji_and_line_breaks_are_text() -> None:
    assert check_text("β2M 6.1 👩‍⚕️\n\talbumin 3.1") == "β2M 6.1 👩‍⚕️\n\talbumin 3.1"


def test_a_case_file_is_a_case(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(observations())
    assert text_or_case([str(path)]) == CaseFile(observations=(B2M,))


def test_several_words_are_one_text() -> None:
    assert text_or_case(["β2M", "6.1"]) == "β2M 6.1"


def test_a_case_file_with_a_mistake_is_named(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text("[1, 2]")
    with pytest.raises(BadInput) as refused:
        case_file(path)
    assert str(refused.value) == f'{path}: expected {{"observations": […]}}, got a list'


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nothing.json", "nothing.json: there is no such file"),
        ("./folder", "folder is a folder: expected a file"),
    ],
)
def test_what_is_no_file_is_named(
    name: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    with pytest.raises(BadInput) as refused:
        text_or_case([name])
    assert str(refused.value) == says
