"""What a post of ours carries is the same case again."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.slack_channel.history import Own, metadata, own_of
from addons.slack_channel.messages import from_text, to_text
from b2m_core.contract.codes import CANONICAL_UNITS, Assumption
from b2m_core.contract.models import Observation
from tests.written import observation

SEEN = st.builds(
    lambda code, value, comparator, day, assumed: observation(
        code, f"{comparator}{value}", effective=day
    ).model_copy(update={"assumed": tuple(assumed)}),
    st.sampled_from(list(CANONICAL_UNITS)),
    st.decimals("0.01", "999", places=2),
    st.sampled_from(["", "< ", "<= ", "> ", ">= ", "~ "]),
    st.sampled_from([None, "2026-01-10"]),
    st.lists(st.sampled_from(get_args(Assumption)), unique=True, max_size=3),
)


@given(st.lists(SEEN, max_size=25))
def test_values_are_the_same_values_with_what_was_assumed(seen: list[Observation]) -> None:
    assert from_text(to_text(seen)) == tuple(seen)


def test_no_word_of_the_user_is_carried() -> None:
    seen = observation("b2m_serum", "6.1").model_copy(update={"as_written": "Ann Example 6.1"})
    assert "Ann" not in to_text([seen])


def test_a_post_says_what_it_answers_and_what_was_pressed() -> None:
    post = {"ts": "2.1", "metadata": metadata("1.1", said="female")}
    own = own_of(post)
    assert own is not None
    assert own == Own("2.1", "2.1", "1.1", "female", "")


@pytest.mark.parametrize(
    "carried",
    [{}, {"event_type": "another", "event_payload": {"key": "1.1"}}, {"event_type": "b2m_answer"}],
)
def test_a_post_of_another_is_not_ours(carried: dict[str, object]) -> None:
    assert own_of({"ts": "2.1", "metadata": carried}) is None
