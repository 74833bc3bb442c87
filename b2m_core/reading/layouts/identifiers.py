"""Which analyte do the identifiers of a laboratory message name: a LOINC code, a text, or both?"""

import re
from typing import Final, cast

from b2m_core.contract.codes import LOINC, QuantityCode
from b2m_core.knowledge.schema.words import Why
from b2m_core.reading.binding.bound import Bindings
from b2m_core.reading.items import SPECIMENS
from b2m_core.reading.layouts.records import Cell, Records
from b2m_core.reading.meanings import Meaning, Meanings, Mention

_CODES: Final = {loinc: code for code, loinc in LOINC.items()}
_LOINC: Final = re.compile(r"[0-9]{1,5}-[0-9]")


class Identifiers:
    """Names the analytes of messages."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items
        self.records = Records(bindings)

    def text_of(self, cell: Cell) -> str:
        """What a cell says, without its spaces."""
        if not cell:
            return ""
        first, last = self.items[cell[0]].first, self.items[cell[-1]].last
        return "".join(token.text for token in self.page.tokens[first:last])

    def name(self, codes: list[Cell], texts: list[Cell], specimen: Cell) -> tuple[Cell, Why | None]:
        """The cell with the one name, and why it is in doubt.

        The LOINC codes of the contract decide. Another one may be that of another specimen: it
        leaves open what the name of an analyte means that is measured in several.
        """
        known = [
            (cell, _CODES[loinc])
            for cell in codes
            if (loinc := self._loinc(cell)) is not None and loinc in _CODES
        ]
        named = [cell for cell in texts if self.records.name_in(cell) is not None]
        if len({code for _, code in known}) > 1:
            return [], "unclear_which"
        if known:
            cell, code = known[0]
            said = [text for text in named if code not in self._quantities(text)]
            if said:
                return said[0], "unclear_which"
            if named:
                return named[0], None
            return self._as_name(cell, code), None
        if not named:
            return (texts or codes or [[]])[0], None
        unknown = any(self._loinc(cell) is not None for cell in codes)
        told = any(self.items[i].cues & set(SPECIMENS) for i in (*named[0], *specimen))
        return named[0], "specimen_unclear" if unknown and not told and self._varies(
            named[0]
        ) else None

    def _loinc(self, cell: Cell) -> str | None:
        text = self.text_of(cell)
        return text if _LOINC.fullmatch(text) else None

    def _quantities(self, cell: Cell) -> set[str]:
        name = self.records.name_in(cell)
        mention = self.items[name].mention if name is not None else None
        return {meaning.what for meaning in mention.of("quantity")} if mention else set()

    def _varies(self, cell: Cell) -> bool:
        """Whether an analyte is also measured in other specimens under the same name."""
        quantities = self.bindings.library.quantities
        return any(
            quantities[cast("QuantityCode", code)].other_specimens
            for code in self._quantities(cell)
        )

    def _as_name(self, cell: Cell, code: str) -> Cell:
        """Let a LOINC code stand for the name of its analyte."""
        item = self.items[cell[0]]
        item.kind = "name"
        item.mention = Mention(item.first, item.last, Meanings([Meaning("quantity", code)]))
        return cell[:1]

    def silence(self, cell: Cell) -> None:
        """Let items be nothing but words: they are fields that hold no result."""
        for i in cell:
            if i not in self.bindings.bound:
                item = self.items[i]
                item.kind, item.mention, item.numbers = "word", None, ()
                item.cues, item.days = frozenset(), None
