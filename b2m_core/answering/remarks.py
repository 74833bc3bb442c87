"""What a message itself gives reason to say, before its answer: nothing clinical, so not cited."""

from collections.abc import Iterator

from b2m_core.answering.wording import Speaker
from b2m_core.knowledge.library import Library
from b2m_core.reading.models import Reading


def remarks(reading: Reading, library: Library, speaker: Speaker) -> Iterator[str]:
    """The request to leave personal data out, and the language that answers are in."""
    if kinds := dict.fromkeys(piece.kind for piece in reading.personal):
        named = speaker.both([speaker.say(library.personal[kind].label) for kind in kinds])
        yield speaker.fill(speaker.phrases.personal, {"kinds": named})
    if reading.language:
        says = library.languages[reading.language].says or ""
        yield f"{says} {speaker.say(speaker.phrases.english_only)}".strip()
