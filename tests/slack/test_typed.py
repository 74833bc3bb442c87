"""Slack's formatting undone: what was typed, each sign once.

Source: https://docs.slack.dev/messaging/formatting-message-text
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addons.slack_channel.typed import mentions, tables, typed

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("β2M &lt;3.5", "β2M <3.5"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;lt;", "&amp;lt;"),
        ("&quot;", "&quot;"),
        ("<@U0BOT> β2M 6.1", "β2M 6.1"),
        ("<@U0BOT|b2m> β2M 6.1", "β2M 6.1"),
        ("<@U123456> look", "@ look"),
        ("<@U123456|ann> look", "@ann look"),
        ("<#C123|ward> <#C123>", "#ward #"),
        (
            "<!here> <!subteam^S123|@team> <!date^1700000000^{date}|14 November>",
            "@here @team 14 November",
        ),
        ("<http://x.example/1.5>", "http://x.example/1.5"),
        ("<http://x.example?a=1&amp;b=2|x &amp; y>", "x & y"),
        ("<mailto:a@x.example|a@x.example> <tel:+15550100|555 0100>", "a@x.example 555 0100"),
        ("<3.5 and >2", "<3.5 and >2"),
        ("*β2M* _6.1_ ~7.2~ `mg/L`", "β2M 6.1   mg/L"),
        ("*_β2M_* 6.1", "β2M 6.1"),
        ("```β2M 6.1\nalbumin 2.9```", "β2M 6.1\nalbumin 2.9"),
        ("~6.1, creatinine ~2.4", "~6.1, creatinine ~2.4"),
        ("150 *10*9/L, 2*3*4, snake_case_name", "150 *10*9/L, 2*3*4, snake_case_name"),
        ("“6.1” ‘x’ it’s", "\"6.1\" 'x' it's"),
        (":+1: :100: β2M:6.1 10:30:00 :wave::skin-tone-3:", "β2M:6.1 10:30:00"),
        ("line\n\nline", "line\n\nline"),
    ],
)
def test_formatting_is_undone(written: str, expected: str) -> None:
    assert typed(written, "U0BOT") == expected


@given(st.text(alphabet="&<>;ltgamp 0123456789.,β-/()", max_size=60))
def test_every_sign_that_was_typed_is_read_once(text: str) -> None:
    """Slack writes three signs as entities and no others."""
    written = "".join(ENTITIES.get(sign, sign) for sign in text)
    assert typed(written) == text.strip()


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(typed(text, "U0BOT"), str)


def test_only_our_own_mention_is_ours() -> None:
    assert mentions("hello <@U0BOT>", "U0BOT")
    assert mentions("hello <@U0BOT|b2m>", "U0BOT")
    assert not mentions("hello <@U0BOTS>", "U0BOT")
    assert not mentions("hello <@U0BOT>", None)
    assert not mentions("&lt;@U0BOT&gt;", "U0BOT")


def test_a_table_is_read_row_by_row() -> None:
    """https://docs.slack.dev/reference/block-kit/blocks/table-block"""
    rich = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "6.1 mg/L"}]}
        ],
    }
    rows = [[{"type": "raw_text", "text": "β2M"}, rich]]
    message = {"blocks": [{"type": "table", "rows": rows}], "attachments": [{"text": "no blocks"}]}
    assert list(tables(message)) == ["β2M\t6.1 mg/L"]
