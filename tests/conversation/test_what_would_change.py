"""What would change a conclusion: from the rule's own thresholds, one input at a time."""

from tests.conversation.talk import Talk, finding


def test_a_stage_is_told_what_would_make_it_another() -> None:
    """Evidence 2.1: below 5.5 mg/L and with albumin 3.1 it is II whatever the rest."""
    talk = Talk("multiple myeloma, β2M 6.1 mg/L, albumin 3.1 g/dL")
    answer = talk.say("how low would the ISS have to be for stage II?", "what_would_change")
    assert [one.rule for one in answer.findings] == ["iss"]
    assert finding(answer, "iss").statement.endswith(
        " It would be stage II with β2M below 5.5 mg/L."
    )
    assert "greipp2005" in finding(answer, "iss").citations


def test_every_range_of_every_input_that_matters_is_named() -> None:
    """Evidence 2.1, both boundaries of β2M and the one of albumin."""
    answer = Talk("multiple myeloma, β2M 3.2 mg/L").say(
        "what would change the ISS", "what_would_change"
    )
    assert finding(answer, "iss").statement.endswith(
        " It would be stage II with β2M at least 3.5 mg/L and below 5.5 mg/L;"
        " stage III with β2M at least 5.5 mg/L;"
        " stage II with albumin below 3.5 g/dL;"
        " stage I with albumin at least 3.5 g/dL."
    )


def test_words_are_named_as_they_are_said() -> None:
    """Evidence 2.2: with ISS III one of the three abnormalities, or LDH, makes it III."""
    answer = Talk("myeloma, β2M 6.1 mg/L").say("what would change the R-ISS?", "what_would_change")
    said = finding(answer, "r_iss").statement
    for marker in ("del(17p)", "t(4;14)", "t(14;16)", "LDH level: elevated"):
        assert f"stage III with {marker}" in said


def test_a_condition_stays_before_what_holds_under_it() -> None:
    answer = Talk("β2M 6.1 mg/L").say("what would change it?", "what_would_change")
    statement = finding(answer, "iss").statement
    assert statement.startswith("If this is multiple myeloma: ")
    assert statement.endswith(
        " It would be stage I or stage II with β2M below 3.5 mg/L;"
        " stage II with β2M at least 3.5 mg/L and below 5.5 mg/L."
    )


def test_nothing_is_said_to_change_what_no_single_input_changes() -> None:
    """Evidence 2.4: high risk twice over, by del(17p) and by t(4;14) with 1q gain."""
    talk = Talk("myeloma, β2M 6.1 mg/L, del(17p) present, t(4;14) present, gain 1q present")
    answer = talk.say("what would change the IMWG 2025 risk?", "what_would_change")
    assert finding(answer, "imwg_high_risk").statement.endswith(
        " No other value of a single input would change it."
    )


def test_without_a_result_there_is_nothing_to_change() -> None:
    answer = Talk().say("what would change it?", "what_would_change")
    assert (answer.kind, answer.findings) == ("clarification", ())
