"""Which objects does pasted JSON consist of?

It is taken apart item by item, so that each value keeps its place in the text, and a piece that
breaks off is read as far as it goes. Single quotes are taken for double ones.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias, Union

from b2m_core.reading.items import Item
from b2m_core.reading.layouts.records import Cell

QUOTES: Final = ('"', "'")

Node: TypeAlias = Union["Object", "Array", Cell]
"""A value of JSON; a string or a number is the items that it consists of."""


class Object(dict[str, Node]):
    """An object of JSON. ``keys_at`` has the items of its keys."""

    def __init__(self) -> None:
        """Begin with no key."""
        super().__init__()
        self.keys_at: dict[str, Cell] = {}


class Array(list[Node]):
    """An array of JSON."""


def object_of(node: Object, key: str) -> Object:
    """The object under a key; an empty one where there is none."""
    found = node.get(key)
    return found if isinstance(found, Object) else Object()


def array_of(node: Object, key: str) -> list[Node]:
    """The values of the array under a key; none where there is none."""
    found = node.get(key)
    return found if isinstance(found, Array) else []


def cell_of(node: Object, key: str) -> Cell:
    """The items of the string or number under a key; none where there is none."""
    found = node.get(key, [])
    return [] if isinstance(found, (Object, Array)) else found


def objects_of(tree: Node) -> Iterator[Object]:
    """Every object in a tree, in the order of the text."""
    waiting: list[Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Object):
            yield node
            waiting += reversed(node.values())
        elif isinstance(node, Array):
            waiting += reversed(node)


def parsed(items: list[Item], begin: int) -> tuple[Node, int]:
    """The JSON that begins at an item, as far as it goes, and the item behind it."""
    root = Array()
    stack: list[Object | Array] = [root]
    key: str | None = None
    i = begin
    while i < len(items):
        text = items[i].text
        here = stack[-1]
        node: Node | None = None
        if text in "{[":
            node = Object() if text == "{" else Array()
        elif text in "}]":
            stack.pop()
            key = None
            if len(stack) == 1:
                return root, i + 1
        elif text in QUOTES:
            cell, i = _string(items, i)
            if isinstance(here, Object) and key is None:
                key = "".join(items[k].text for k in cell)
                here.keys_at[key] = cell
            else:
                node = cell
        elif text not in ":," and items[i].kind != "break":
            node = [i]
        if node is not None:
            if isinstance(here, Array):
                here.append(node)
            elif key is not None:
                here[key] = node
                key = None
            if isinstance(node, (Object, Array)):
                stack.append(node)
        i += 1
    return root, len(items)


def _string(items: list[Item], quote: int) -> tuple[Cell, int]:
    """The items between two quotes, and the second quote."""
    cell: Cell = []
    for i in range(quote + 1, len(items)):
        if items[i].text == items[quote].text and items[i - 1].text != "\\":
            return cell, i
        cell.append(i)
    return cell, len(items)
