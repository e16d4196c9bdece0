"""One layout for YAML files: keys in the order of their shape, comments kept, scalars as typed.

Every scalar is copied from the text; only what stands between scalars is written anew. A comment
moves with what it speaks of; those at the top of the file stay there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import yaml

from compliance.workbench.comments import (
    Comment,
    Entry,
    Text,
    allotted,
    is_block,
    pairs_of,
    read_text,
    scalars,
)
from compliance.workbench.shapes import item_shape, ordered, value_shape

WIDTH: Final = 120  # a flow map or list that would be longer is written as a block
_STEP: Final = 2


def laid_out(text: str, shape: Any) -> str:
    """Give the text of a YAML file in the one layout; `shape` orders its keys."""
    lines = _Writer(read_text(text)).document(shape)
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """Writes a text anew, block by block."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.notes = allotted(text)
        self.entries = {id(entry.node): entry for entry in text.entries}
        self.columns = {id(entry.value): entry.column for entry in text.entries}
        self.keeps = False  # whether the line just written ends a value that keeps blank lines
        self.content = {  # blank lines that belong to a value: `|+` keeps those at its end
            line
            for node in scalars(text.root)
            if self._keeps_blanks(node)
            for line in range(node.start_mark.line, node.end_mark.line)
        }

    def document(self, shape: Any) -> list[str]:
        root = self.text.root
        lines = self._comments(self.notes.top, 0, first=True)
        if root is None:
            return lines
        if lines and self._blank(root.start_mark.line - 1):
            lines.append("")
        if is_block(root) or self._too_long(root, 0, shape):
            return lines + self._block(root, 0, shape)
        value = self._value(root, 0, shape)
        return lines if value == [""] else lines + value  # `---` alone holds nothing

    def _block(self, node: Any, indent: int, shape: Any) -> list[str]:
        """Write the entries of a map or list as a block, each below its comments."""
        lines: list[str] = []
        for entry, inner in self._ordered(node, shape):
            lines += self._head(entry, indent, first=not lines)
            write = self._item if entry.key is None else self._pair
            lines += write(entry, indent, inner)
        return lines + self._comments(self.notes.foot.get(id(node), []), indent, first=False)

    def _ordered(self, node: Any, shape: Any) -> Iterator[tuple[Entry, Any]]:
        """Give the entries of a map or list in their order, each with the shape of its value."""
        for key, value, inner in _in_order(node, shape):
            found = self.entries.get(id(value if key is None else key))
            yield found or Entry(key, value, node), inner

    def _pair(self, entry: Entry, indent: int, shape: Any) -> list[str]:
        head = " " * indent + self.text.raw(entry.key) + ":"
        if is_block(entry.value) or self._too_long(entry.value, len(head) + 1, shape):
            return [head + self._tail(entry), *self._block(entry.value, indent + _STEP, shape)]
        first, *rest = self._value(entry.value, indent, shape)
        lines = [f"{head} {first}" if first else head, *rest]
        return [*lines[:-1], lines[-1] + self._tail(entry)]

    def _item(self, entry: Entry, indent: int, shape: Any) -> list[str]:
        """Write an item behind its dash; comments of its first entry stand above the dash.

        So does the comment behind a flow collection that becomes a block.
        """
        dash = " " * indent + "-"
        if is_block(entry.value) or self._too_long(entry.value, len(dash) + 1, shape):
            block = self._block(entry.value, indent + _STEP, shape)
            above = next(n for n, line in enumerate(block) if re.match(r" *[^ #]", line))
            moved = [line[_STEP:] for line in block[:above]]
            behind = self.notes.tail.get(id(entry.node), [])
            moved += [" " * indent + comment.text for comment in behind]
            return [*moved, f"{dash} {block[above].lstrip()}", *block[above + 1 :]]
        first, *rest = self._value(entry.value, indent, shape)
        lines = [f"{dash} {first}" if first else dash, *rest]
        return [*lines[:-1], lines[-1] + self._tail(entry)]

    def _value(self, node: Any, indent: int, shape: Any) -> list[str]:
        """Write a scalar or a flow collection: the end of its first line, and the other lines."""
        self.keeps = self._keeps_blanks(node)
        if not isinstance(node, yaml.ScalarNode):
            holds_comment = id(node) in self.notes.inside
            return self._as_typed(node, indent) if holds_comment else [self._flow(node, shape)]
        if node.style in {"|", ">"}:
            return self._block_scalar(node, indent)
        first, *rest = self.text.raw(node).split("\n")
        inner = " " * (indent + _STEP)
        return [first, *(inner + line.lstrip() if line.strip() else "" for line in rest)]

    def _too_long(self, node: Any, column: int, shape: Any) -> bool:
        """Say whether a flow collection that begins at `column` does not fit on one line."""
        if isinstance(node, yaml.ScalarNode) or not node.value or id(node) in self.notes.inside:
            return False
        flow = self._flow(node, shape)
        return "\n" in flow or column + len(flow) > WIDTH

    def _flow(self, node: Any, shape: Any) -> str:
        """Write a flow collection on one line."""
        if isinstance(node, yaml.ScalarNode):
            return self.text.raw(node)
        parts = []
        for key, value, inner in _in_order(node, shape):
            head = "" if key is None else self.text.raw(key) + ": "
            parts.append(head + self._flow(value, inner))
        begin, end = "{}" if isinstance(node, yaml.MappingNode) else "[]"
        return begin + ", ".join(parts) + end

    def _as_typed(self, node: Any, indent: int) -> list[str]:
        """Give the lines of a flow collection that holds comments, moved with what it stands in."""
        first, *rest = self.text.raw(node).split("\n")
        shift = indent - self.columns.get(id(node), 0)
        least = indent + _STEP
        return [
            first.rstrip(),
            *(" " * max(_indent(line) + shift, least) + line.strip() for line in rest),
        ]

    def _block_scalar(self, node: Any, indent: int) -> list[str]:
        """Give the header and the lines of `|` or `>`, moved with what it stands in."""
        first, *rest = self.text.raw(node).split("\n")
        header = self._header(node)
        stated = re.search("[1-9]", header)
        step = int(stated[0]) if stated else _STEP
        full = [line for line in rest if line.strip()]
        column = self.columns.get(id(node), 0)
        old = column + step if stated else min((_indent(line) for line in full[:1]), default=0)
        inner = " " * (indent + step)
        lines = [inner + line[old:] if line[old:] else "" for line in rest]
        if lines and not rest[-1]:
            lines.pop()  # what stands behind the last line break
        while lines and not lines[-1].strip() and "+" not in header:
            lines.pop()
        return [first.rstrip(), *lines]

    def _keeps_blanks(self, node: Any) -> bool:
        """Say whether a value ends with the blank lines below it: `|+`, `>+`."""
        block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
        return block and "+" in self._header(node)

    def _header(self, node: Any) -> str:
        """Give the indicators of a block scalar, without a comment behind them."""
        return self.text.raw(node).partition("\n")[0].partition("#")[0]

    def _head(self, entry: Entry, indent: int, *, first: bool) -> list[str]:
        """Give the comments above an entry, and the blank line that parts it from the one above."""
        lines = self._comments(self.notes.head.get(id(entry.node), []), indent, first=first)
        key, value = pairs_of(entry.block)[0]
        leads = entry.node is (value if key is None else key)
        above = self._blank(entry.node.start_mark.line - 1) and id(entry.node) in self.entries
        if above and not leads and (lines or not first) and not self.keeps:
            lines.append("")
        return lines

    def _comments(self, found: Sequence[Comment], indent: int, *, first: bool) -> list[str]:
        """Give comments on lines of their own, a blank line above each that has one."""
        lines: list[str] = []
        for comment in found:
            if self._blank(comment.line - 1) and (lines or not first) and not self.keeps:
                lines.append("")
            lines.append(" " * indent + comment.text)
            self.keeps = False
        return lines

    def _tail(self, entry: Entry) -> str:
        found = self.notes.tail.get(id(entry.node), [])
        return "".join(f"  {comment.text}" for comment in found)

    def _blank(self, line: int) -> bool:
        return line >= 0 and line not in self.content and not self.text.lines[line].strip()


def _in_order(node: Any, shape: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Give (key, value, shape of the value) of a map in its order, or of the items of a list."""
    pairs = pairs_of(node)
    if isinstance(node, yaml.SequenceNode):
        yield from ((None, item, item_shape(shape)) for _, item in pairs)
        return
    found = {key.value: (key, value) for key, value in pairs}
    names = list(found)
    for name in ordered(shape, names):
        yield *found[name], value_shape(shape, names, name)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
