"""Which lines are a table with a head, and what does each of its cells hold?

A head names each column: an analyte, a day, or a word for what stands below it. Lines under it with
as many cells are its rows, up to one that is no row. Tables without a head are read as other lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, cast

from b2m_core.contract.codes import CodedCode
from b2m_core.reading.binding.bound import Bindings
from b2m_core.reading.items import SPECIMENS, Item
from b2m_core.reading.layouts.lines import lines_of
from b2m_core.reading.layouts.records import Cell, Record, Records
from b2m_core.reading.numbers import readings

_SEPARATORS: Final = ("\t", "|", ";", ",")
_COLUMN_GAP: Final = 2
_LEAST_COLUMNS: Final = 2
_MOST_COLUMNS: Final = 60
_ANALYTE, _DAY, _SAMPLE = "an analyte", "a day", "a sample"
_WORD, _UNKNOWN = "a word", "something else"
_VALUES: Final = ("value", "earlier", _DAY, _SAMPLE)
"""What columns of values hold where the analyte stands in its own column."""


@dataclass(slots=True)
class _Column:
    """What a column holds, and its head."""

    holds: str
    head: Cell


class Tables:
    """Binds the tables of a page."""

    def __init__(self, bindings: Bindings) -> None:
        """Look at the page of these bindings."""
        self.bindings = bindings
        self.page = bindings.page
        self.items = bindings.page.items
        self.records = Records(bindings)

    def bind(self) -> None:
        """Bind the numbers of every table."""
        lines = list(lines_of(self.items))
        if len(lines) == 1:
            return
        if self._split_comma_rows(lines):
            self.items = self.page.items
            lines = list(lines_of(self.items))
        at = 0
        while at < len(lines):
            at = self._table(lines, at) or self._labelled(lines, at) or at + 1

    def _table(self, lines: list[Cell], at: int) -> int | None:
        """Bind the table whose head is a line; the line behind it, null where none begins."""
        for separator in self._separators(lines[at]) if self._has_below(lines, at) else ():
            head = self._cells(lines[at], separator)
            if not _LEAST_COLUMNS <= len(head) <= _MOST_COLUMNS:
                continue
            for columns in self._heads(head, separator):
                rows, end = self._rows(lines, at + 1, columns, separator)
                if rows:
                    self._bind_rows(columns, rows)
                    return end
        return None

    @staticmethod
    def _has_below(lines: list[Cell], at: int) -> bool:
        """Whether a line has another right below, which may be a row under it."""
        return at + 1 < len(lines) and bool(lines[at + 1])

    def _rows(
        self, lines: list[Cell], at: int, columns: list[_Column], separator: str | None
    ) -> tuple[list[list[Cell]], int]:
        """The rows under a head, from a line on, and the line behind them."""
        rows: list[list[Cell]] = []
        while at < len(lines) and lines[at]:
            if not self._is_rule(lines[at]):
                row = self._row(lines[at], columns, separator)
                if row is None:
                    break
                rows.append(row)
            at += 1
        return rows, at

    def _separators(self, line: Cell) -> Iterator[str | None]:
        """What may separate the cells of a line; null is two spaces and more."""
        if len(line) > 1:
            written = {self.items[i].text for i in line}
            yield from (one for one in _SEPARATORS if one in written)
            yield None

    def _heads(self, head: list[Cell], separator: str | None) -> Iterator[list[_Column]]:
        """The columns under a line that is a head; the rows tell whether there is one more.

        Where only spaces tell cells apart, nothing need stand over the names or the days.
        """
        columns = [_Column(self._holds(cell), cell) for cell in head]
        more = [_Column(_UNKNOWN, []), *columns]
        for one in (columns, more) if separator is None else (columns,):
            if self._is_head(one):
                yield one

    def _labelled(self, lines: list[Cell], at: int) -> int | None:
        """Bind ``Analyte: β2M``, ``Value: 6.1``, each on a line of its own; the line behind."""
        cells: dict[str, Cell] = {}
        end = at
        while end < len(lines) and (found := self._label(lines[end])) is not None:
            if found[0] in cells:
                break
            cells[found[0]] = found[1]
            end += 1
        if not {"analyte", "value"} <= cells.keys():
            return None
        self.records.bind(
            Record(
                analyte=cells["analyte"],
                value=cells["value"],
                units=[cells.get("unit", [])],
                reference=cells.get("reference", []),
                ends=(cells.get("high", []), cells.get("low", [])),
                dates=cells.get("day", []),
                specimen=cells.get("specimen", []),
            )
        )
        return end

    def _label(self, line: Cell) -> tuple[str, Cell] | None:
        """What a line says it holds, and the items behind the colon."""
        for mention in self.page.found.at(self.items[line[0]].first, "column") if line else ():
            for k, i in enumerate(line):
                if self.items[i].first == mention.last and self.items[i].text in ":=":
                    return next(meaning.what for meaning in mention.of("column")), line[k + 1 :]
        return None

    # Commas

    def _split_comma_rows(self, lines: list[Cell]) -> bool:
        """Tell the cells ``3.2,1.1`` apart in the lines under a head with commas."""
        split: set[int] = set()
        at = 0
        while at < len(lines):
            columns: list[_Column] = []
            if self._has_below(lines, at) and any(self.items[i].text == "," for i in lines[at]):
                columns = next(self._heads(self._cells(lines[at], ","), ","), [])
            begins = _LEAST_COLUMNS <= len(columns) <= _MOST_COLUMNS
            at += 1
            while begins and at < len(lines) and lines[at]:
                if self._has_cells_for(columns, lines[at]):
                    split.update(i for i in lines[at] if self.items[i].kind == "number")
                at += 1
        if split:
            self.page.items = [
                part
                for i, item in enumerate(self.items)
                for part in (_cells_of(item) if i in split else [item])
            ]
            self.records = Records(self.bindings)
        return bool(split)

    def _has_cells_for(self, columns: list[_Column], line: Cell) -> bool:
        """Whether commas, those in numbers too, part a line into as many cells as the head."""
        analytes = any(column.holds == _ANALYTE for column in columns)
        names = sum(self.items[i].is_name("quantity", "other") for i in line)
        commas = sum(self.items[i].text.count(",") for i in line)
        return commas + 1 == len(columns) and names <= (0 if analytes else 1)

    # Cells

    def _cells(self, line: Cell, separator: str | None) -> list[Cell]:
        """The cells of a line; null separates by two spaces and more."""
        cells: list[Cell] = [[]]
        for k, i in enumerate(line):
            item = self.items[i]
            if separator is not None and item.text == separator:
                cells.append([])
                continue
            if separator is None and k:
                before = self.items[line[k - 1]]
                if item.start - before.end >= _COLUMN_GAP or item.text == "\t":
                    cells.append([])
            cells[-1].append(i)
        if separator == "|" and len(cells) > _LEAST_COLUMNS:
            opens = bool(line) and self.items[line[0]].text == "|"
            closes = bool(line) and self.items[line[-1]].text == "|"
            cells = cells[1 if opens else 0 : len(cells) - 1 if closes else len(cells)]
        return cells

    def _row(self, line: Cell, columns: list[_Column], separator: str | None) -> list[Cell] | None:
        """The cells of a line under the columns; null where it is no row."""
        cells = self._cells(line, separator)
        row: list[Cell] | None = cells
        if separator is None and len(cells) != len(columns):
            row = self._aligned(cells, columns)
        elif not _LEAST_COLUMNS <= len(cells) <= len(columns):
            return None
        else:
            row = cells + [[] for _ in range(len(columns) - len(cells))]
        if row is None or any(
            self.items[i].is_name("quantity")
            for column, cell in zip(columns, row, strict=True)
            if column.holds in (_ANALYTE, *_VALUES)
            for i in cell
        ):
            return None
        return row

    def _aligned(self, cells: list[Cell], columns: list[_Column]) -> list[Cell] | None:
        """Cells set apart by spaces, each under the one head that it overlaps."""
        row: list[Cell] = [[] for _ in columns]
        line_start = self._line_start(cells[0][0]) if cells[0] else 0
        head_start = self._line_start(next(c.head[0] for c in columns if c.head))
        for cell in cells:
            first = self.items[cell[0]].start - line_start
            last = self.items[cell[-1]].end - line_start
            under = [
                k
                for k, column in enumerate(columns)
                if column.head
                and self.items[column.head[0]].start - head_start < last
                and first < self.items[column.head[-1]].end - head_start
            ]
            if len(under) != 1 or row[under[0]]:
                return None
            row[under[0]] = cell
        return row

    def _line_start(self, i: int) -> int:
        while i and not (self.items[i - 1].kind == "break" and self.items[i - 1].text in "\n\r"):
            i -= 1
        return self.items[i - 1].end if i else 0

    def _is_rule(self, line: Cell) -> bool:
        """Whether a line only draws: ``|---|---|``."""
        return all(self.items[i].text in "|-+=:_" for i in line)

    # The head

    def _holds(self, cell: Cell) -> str:
        """What the column under a head holds."""
        if not cell:
            return _UNKNOWN
        first, last = self.items[cell[0]], self.items[cell[-1]]
        if first.kind == "date" and len(cell) == 1 and first.days is not None:
            return _DAY
        if len(first.cues.intersection(SPECIMENS)) == 1 and self._ends_with_unit(cell[1:]):
            return _SAMPLE
        if first.is_name("coded") and len(cell) == 1:
            return _WORD
        name = self.records.name_in(cell)
        if name is not None and self.items[name].is_name("quantity"):
            return _ANALYTE
        for mention in self.page.found.at(first.first, "column"):
            unit = self.records.unit_of([i for i in cell if self.items[i].first >= mention.last])
            if mention.last == last.last or unit is not None:
                return next(meaning.what for meaning in mention.of("column"))
        return _ANALYTE if name is not None else _UNKNOWN

    def _ends_with_unit(self, cell: Cell) -> bool:
        return not cell or self.records.unit_of(cell) is not None

    def _is_head(self, columns: list[_Column]) -> bool:
        """Whether a line names columns of which results can be read, and holds none itself."""
        holds = [column.holds for column in columns]
        if any(self._numbers(column.head) for column in columns if column.holds == _UNKNOWN):
            return False
        values = [what for what in holds if what in _VALUES]
        analytes = holds.count(_ANALYTE)
        if analytes:
            known = holds.count(_UNKNOWN) <= (holds[0] == _UNKNOWN)
            return not values and known and len(holds) >= _LEAST_COLUMNS
        return bool(values) and (holds[0] in (_UNKNOWN, "analyte") or "analyte" in holds)

    def _numbers(self, cell: Cell) -> list[int]:
        return [i for i in cell if self.items[i].kind in ("number", "range")]

    # The rows

    def _bind_rows(self, columns: list[_Column], rows: list[list[Cell]]) -> None:
        several = self._names_patients(columns, rows)
        self._bind_words(columns, rows)
        for row in rows:
            records = list(self._records(columns, row))
            in_doubt = self._is_shifted(columns, row)
            for record in records:
                if several:
                    record.why = "patient_unclear"
                elif in_doubt:
                    record.why = "unclear_which"
                self.records.bind(record)
            for column, cell in zip(columns, row, strict=True):
                reference = column.holds in ("reference", "low", "high")
                self.records.leave(cell, "reference_range" if reference else "no_analyte")

    def _bind_words(self, columns: list[_Column], rows: list[list[Cell]]) -> None:
        """Give each coded observation in the head the word below it, where there is only one."""
        for k, column in enumerate(columns):
            cells = [row[k] for row in rows if row[k]]
            if column.holds == _WORD and len(self._texts(cells)) == 1:
                self.bindings.words[column.head[0]] = cells[0][0]

    def _texts(self, cells: list[Cell]) -> set[str]:
        return {"".join(self.items[i].text for i in cell) for cell in cells}

    def _names_patients(self, columns: list[_Column], rows: list[list[Cell]]) -> bool:
        """Whether a column tells patients apart: by what it is named, or by sex."""
        return any(
            len(self._texts([row[k] for row in rows])) > 1
            for k, column in enumerate(columns)
            if column.holds == "patient"
            or (column.holds == _WORD and self._is_of_the_person(column.head[0]))
        )

    def _is_of_the_person(self, i: int) -> bool:
        mention = self.items[i].mention
        coded = self.bindings.library.coded
        return mention is not None and any(
            coded[cast("CodedCode", meaning.what)].of_the_person for meaning in mention.of("coded")
        )

    def _is_shifted(self, columns: list[_Column], row: list[Cell]) -> bool:
        """Whether a unit stands where none should: a cell was left out."""
        holds = ("flag", "reference", "low", "high", "specimen", "patient")
        return any(
            column.holds in holds and self.records.unit_of(cell) is not None
            for column, cell in zip(columns, row, strict=True)
            if not all("flag" in self.items[i].cues for i in cell) and not self._numbers(cell)
        )

    def _records(self, columns: list[_Column], row: list[Cell]) -> Iterator[Record]:
        """The results of one row."""
        cells: dict[str, Cell] = {}
        for column, cell in zip(columns, row, strict=True):
            cells.setdefault(column.holds, cell)
        days = [*cells.get("day", []), *cells.get(_DAY, [])]
        specimen = cells.get("specimen", [])
        if any(column.holds == _ANALYTE for column in columns):
            days = [*cells.get("day", []), *cells.get(_UNKNOWN, [])]
            for column, cell in zip(columns, row, strict=True):
                if column.holds == _ANALYTE:
                    yield Record(
                        analyte=column.head,
                        value=cell,
                        units=[cells.get("unit", []), column.head],
                        dates=days,
                        specimen=specimen,
                    )
            return
        analyte = cells.get("analyte", row[0])
        values = [
            (k, column, cell)
            for k, (column, cell) in enumerate(zip(columns, row, strict=True))
            if column.holds in _VALUES
        ]
        present = [c for _, column, c in values if column.holds == "value" and self._numbers(c)]
        for k, column, cell in values:
            record = Record(
                analyte=analyte,
                value=cell,
                comparator=self._comparator(columns[k - 1], row[k - 1]) if k else [],
                units=[cells.get("unit", []), analyte, column.head],
                reference=cells.get("reference", []),
                ends=(cells.get("high", []), cells.get("low", [])),
                dates=column.head if column.holds == _DAY else cells.get("day", []),
                specimen=column.head if column.holds == _SAMPLE else specimen,
                own_specimen=column.holds == _SAMPLE,
            )
            if column.holds == "earlier":
                record.why, record.dates = "earlier_value", []
            elif column.holds == "value" and len(present) > 1:
                record.why = "order_unclear"
            yield record

    def _comparator(self, column: _Column, cell: Cell) -> Cell:
        """The cell left of a value, where it is a comparator; a flag beside it says no limit."""
        return cell if column.holds != "flag" and self.records.is_comparator(cell) else []


def _cells_of(item: Item) -> list[Item]:
    """The numbers and the commas between them that one number item was read from."""
    parts: list[Item] = []
    start = item.start
    for piece in re.split(r"(,)", item.text):
        if not piece:
            continue
        numbers = () if piece == "," else readings(piece, ".")
        parts.append(
            replace(
                item,
                kind="sign" if piece == "," else "number",
                start=start,
                end=start + len(piece),
                text=piece,
                numbers=numbers,
                broken=piece != "," and not numbers,
            )
        )
        start += len(piece)
    return parts
