"""What a tracker says, as the core's own objects."""

import pytest

from actions.tracker import conversation_of, turn_of
from b2m_core.conversation.turn import Conversation, Turn
from b2m_core.knowledge.library import load_library
from b2m_core.respond import respond
from tests.actions.trackers import TODAY, reading, tracker
from tests.written import observation

TEXT = "was ist das: β2M 6.1, creatinine 2.4, 17, MRN 6100432"


def test_a_message_is_a_turn_with_all_that_was_read() -> None:
    """Nothing is lost between the reader inside Rasa and the core, offsets and leftovers too."""
    assert turn_of(tracker("give_values", TEXT)) == Turn(
        intent="give_values",
        ranking=("help",),
        reading=reading(TEXT),
        today=TODAY,
        audience="clinician",
    )


def test_the_ranking_leaves_out_the_intent_itself_and_the_fallback() -> None:
    said = tracker("nlu_fallback")
    said.latest_message["intent_ranking"] += [{"name": "myeloma.iss", "confidence": 0.1}]
    assert turn_of(said).ranking == ("help", "myeloma.iss")
    said.latest_message["intent"] = {"name": "help"}
    assert turn_of(said).ranking == ("myeloma.iss",)


def test_what_is_hardly_likelier_than_chance_is_no_nearest_meaning() -> None:
    said = tracker("nlu_fallback")
    said.latest_message["intent_ranking"] += [
        {"name": "myeloma.iss", "confidence": 0.03},
        {"name": "myeloma.r_iss", "confidence": 0.029},
    ]
    assert turn_of(said).ranking == ("help", "myeloma.iss")


def test_the_second_topic_is_carried_along() -> None:
    said = tracker("myeloma.iss")
    said.latest_message["also"] = "renal.confounding"
    assert turn_of(said).also == "renal.confounding"
    assert turn_of(tracker("myeloma.iss")).also is None


def test_the_audience_is_that_of_the_conversation() -> None:
    assert turn_of(tracker("help", audience="plain")).audience == "plain"


def test_a_channel_may_say_the_audience_until_the_conversation_has_its_own() -> None:
    said = tracker("help")
    said.latest_message["metadata"] = {"audience": "plain"}
    assert turn_of(said).audience == "plain"
    said.slots["audience"] = "care_team"
    assert turn_of(said).audience == "care_team"
    said = tracker("help")
    said.latest_message["metadata"] = {"audience": "everybody"}
    with pytest.raises(ValueError, match="audience"):
        turn_of(said)


def test_a_channel_may_state_observations_whatever_the_words_are_read_as() -> None:
    """A thread in Slack goes on with values that a private conversation understood."""
    seen = observation("b2m_serum", "6.1").model_copy(update={"assumed": ("unit",)})
    said = tracker("help", TEXT)
    said.latest_message["metadata"] = {"observations": [seen.model_dump(mode="json")]}
    turn = turn_of(said)
    assert (turn.intent, turn.reading.observations) == ("give_values", (seen,))
    said.latest_message["metadata"] = {"observations": [{"code": "b2m_serum"}]}
    with pytest.raises(ValueError, match="value"):
        turn_of(said)


@pytest.mark.parametrize("lacking", ["intent", "intent_ranking", "reading", "today"])
def test_a_message_that_did_not_come_through_our_pipeline_is_refused(lacking: str) -> None:
    said = tracker("help")
    del said.latest_message[lacking]
    with pytest.raises(KeyError, match=lacking):
        turn_of(said)


def test_nothing_is_remembered_at_the_start() -> None:
    assert conversation_of(tracker("help")) == Conversation()


def test_a_conversation_comes_back_from_its_slot_as_it_was() -> None:
    _, after = respond(turn_of(tracker("give_values", TEXT)), Conversation(), load_library())
    assert after.case.observations != ()
    slot = after.model_dump(mode="json")
    assert conversation_of(tracker("help", conversation=slot)) == after


def test_a_damaged_memory_is_refused_and_not_repaired() -> None:
    with pytest.raises(ValueError, match="extra"):
        conversation_of(tracker("help", conversation={"patient": "?"}))
