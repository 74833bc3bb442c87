"""``b2m assess --chart`` draws the values of a text into a file, and says why where it cannot."""

import subprocess
import sys
from pathlib import Path

import pytest

from b2m_cli.main import main

SERIES = "β2M 2.1 mg/L on 2026-01-10, β2M 2.6 mg/L on 2026-06-01"


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


@pytest.mark.parametrize(("name", "start"), [("c.svg", b"<?xml"), ("c.png", b"\x89PNG")])
def test_the_file_ends_say_the_format(tmp_path: Path, name: str, start: bytes) -> None:
    assert main(["assess", SERIES, "--chart", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_another_format_is_refused_before_anything_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["assess", SERIES, "--chart", str(tmp_path / "c.jpg")])
    assert ended.value.code == 2
    assert "expected a file that ends with .svg or .png" in complaint(capsys)


def test_without_two_days_the_answer_comes_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", "β2M 2.1 mg/L", "--chart", str(tmp_path / "c.svg")]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("What I understood:")
    assert said.err == (
        "b2m: A chart needs values of at least two different days. Write the day with each value,"
        " for example “β2M 6.1 mg/L on 2026-01-10”.\n"
    )
    assert not (tmp_path / "c.svg").exists()


def test_a_place_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "missing" / "c.svg"
    assert main(["assess", SERIES, "--chart", str(path)]) == 1
    assert complaint(capsys) == f"b2m: {path} cannot be written: No such file or directory\n"


def test_one_chart_is_not_drawn_for_many_cases(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "--jsonl", "-", "--chart", "c.svg"]) == 2
    assert (
        complaint(capsys)
        == "b2m: --chart draws one case, --jsonl reads many: give one of the two\n"
    )


def test_where_no_chart_is_asked_for_nothing_is_loaded_for_it() -> None:
    looks = "import sys; from b2m_cli.main import main; main(['assess', 'β2M 2.1 mg/L'])"
    ended = subprocess.run(
        [sys.executable, "-c", f"{looks}; sys.exit('matplotlib' in sys.modules)"],
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0
