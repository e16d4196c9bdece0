"""The comments of a YAML text, and what each of them speaks of.

A comment at the end of a line belongs to the entry of that line; one on a line of its own to the
entry below it, or to the block that ends above it where it is indented as that block is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Comment:
    """One comment: where it begins, and its text."""

    index: int
    line: int
    column: int
    text: str


@dataclass(frozen=True)
class Entry:
    """One entry of a block: a key with its value, or an item of a list (its key is None)."""

    key: Any
    value: Any
    block: Any  # the map or list that it stands in
    parent: Entry | None = None

    @property
    def node(self) -> Any:
        """Give the node with which it begins; an item begins behind its dash."""
        return self.value if self.key is None else self.key

    @property
    def begin(self) -> int:
        """Give the index of its first character."""
        index: int = self.node.start_mark.index
        return index

    @property
    def column(self) -> int:
        """Give the column in which the entries of its block begin."""
        column: int = self.block.start_mark.column
        return column

    @property
    def end(self) -> int:
        """Give the index behind what it writes itself, without the entries of its value."""
        if not is_block(self.value):
            index: int = self.value.end_mark.index
            return index
        return self.begin if self.key is None else int(self.key.end_mark.index)


@dataclass
class Notes:
    """Comments by what they speak of; keys are the identities of nodes."""

    top: list[Comment] = field(default_factory=list)  # of the file
    head: dict[int, list[Comment]] = field(default_factory=dict)  # above an entry
    tail: dict[int, list[Comment]] = field(default_factory=dict)  # at the end of its line
    foot: dict[int, list[Comment]] = field(default_factory=dict)  # below the last of a block
    inside: set[int] = field(default_factory=set)  # flow collections that hold one


@dataclass(frozen=True)
class Text:
    """A YAML text with its nodes, its entries in order, and its comments."""

    source: str
    root: Any
    lines: tuple[str, ...]
    entries: tuple[Entry, ...]
    comments: tuple[Comment, ...]

    def raw(self, node: Any) -> str:
        """Give a node as it is written."""
        return self.source[node.start_mark.index : node.end_mark.index]


def read_text(text: str) -> Text:
    """Read a YAML text that the strict reader has accepted."""
    source = text.replace("\r\n", "\n")
    root = yaml.compose(source, Loader=_Loader)
    lines = tuple(source.split("\n"))
    entries = tuple(_entries(root, None))
    return Text(source, root, lines, entries, tuple(_comments(source, lines, root)))


def allotted(text: Text) -> Notes:
    """Give every comment to what it speaks of."""
    notes = Notes()
    begins = [entry.begin for entry in text.entries]
    for comment in text.comments:
        number = bisect_right(begins, comment.index)
        after = text.entries[number] if number < len(begins) else None
        if number:
            _allot(comment, text, text.entries[number - 1], after, notes)
        else:
            notes.top.append(comment)
    return notes


def _allot(comment: Comment, text: Text, last: Entry, after: Entry | None, notes: Notes) -> None:
    owner = id(last.node)
    if comment.index < last.end:  # inside the entry: in a flow collection, or before the value
        around = [node for node in _flows(last.value) if _spans(node, comment.index)]
        notes.inside |= {id(node) for node in around}
        if not around:
            notes.head.setdefault(owner, []).append(comment)
        return
    if text.lines[comment.line][: comment.column].strip(" -"):
        notes.tail.setdefault(owner, []).append(comment)
        return
    block = _closed_block(last, after, comment.column)
    if block is not None:
        notes.foot.setdefault(id(block), []).append(comment)
    elif after is not None:
        notes.head.setdefault(id(after.node), []).append(comment)


def _closed_block(last: Entry, after: Entry | None, column: int) -> Any:
    """Give the block that ends before `after` and whose entries a comment at `column` follows."""
    if after is not None and column <= after.column:
        return None
    still_open = {id(entry.block) for entry in _upwards(after)}
    for entry in _upwards(last):
        if id(entry.block) in still_open:
            return None
        if entry.column <= column or (entry.parent is None and after is None):
            return entry.block
    return None


def _upwards(entry: Entry | None) -> Iterator[Entry]:
    while entry is not None:
        yield entry
        entry = entry.parent


def _entries(node: Any, parent: Entry | None) -> Iterator[Entry]:
    """Give the entries of all block collections, in the order of the text."""
    if not is_block(node):
        return
    for key, value in pairs_of(node):
        entry = Entry(key, value, node, parent)
        yield entry
        yield from _entries(value, entry)


def pairs_of(node: Any) -> list[tuple[Any, Any]]:
    """Give the (key, value) nodes of a map, or (None, item) of a list."""
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    return [(None, item) for item in node.value]


def is_block(node: Any) -> bool:
    """Say whether a node is a map or list that is written as a block."""
    return isinstance(node, yaml.CollectionNode) and not node.flow_style


def scalars(node: Any) -> Iterator[Any]:
    """Give every scalar, keys included, in the order of the text."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.CollectionNode):
        for key, value in pairs_of(node):
            yield from scalars(key)
            yield from scalars(value)


def _flows(node: Any) -> Iterator[Any]:
    """Give a flow collection and those inside it."""
    if isinstance(node, yaml.CollectionNode):
        yield node
        for key, value in pairs_of(node):
            yield from _flows(key)
            yield from _flows(value)


def _comments(source: str, lines: Sequence[str], root: Any) -> Iterator[Comment]:
    """Find the comments: every `#` outside of the scalars begins one."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    begin = 0
    for start, end in [*_bounds(root), (len(source), len(source))]:
        for match in re.finditer(r"#[^\n]*", source[begin:start]):
            index = begin + match.start()
            row = bisect_right(starts, index) - 1
            yield Comment(index, row, index - starts[row], match[0].rstrip())
        begin = end


def _bounds(root: Any) -> Iterator[tuple[int, int]]:
    for node in scalars(root):
        yield node.start_mark.index, node.end_mark.index


def _spans(node: Any, index: int) -> bool:
    return bool(node.start_mark.index < index < node.end_mark.index)
