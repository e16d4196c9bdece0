"""The order in which proposal rules are asked: each after those whose conclusions it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from compliance.errors import Fault
from compliance.model.yaml_file import did_you_mean

if TYPE_CHECKING:
    from compliance.lang.proposal import ProposalFile
    from compliance.model.yaml_file import Document


def strata(
    rules: Mapping[str, tuple[Document, ProposalFile]],
) -> tuple[dict[str, int], list[Fault]]:
    """Give the stratum of each rule, from 0; rules in a circle have none, and a fault names them.

    Conclusions are read of earlier strata only, so a negation never turns on what is still open.
    """
    faults = list(_unknown(rules))
    needs = {name: {one for one in file.needs if one in rules} for name, (_, file) in rules.items()}
    levels: dict[str, int] = {}
    waiting = set(rules)
    number = 0
    while ready := {name for name in waiting if needs[name] <= levels.keys()}:
        levels |= dict.fromkeys(ready, number)
        waiting -= ready
        number += 1
    for circle in _circles(waiting, needs):
        document, _ = rules[circle[0]]
        words = " → ".join([*circle, circle[0]])
        place = document.place(["needs"])
        faults.append(
            Fault(f"these rules need one another: {words}", place, "take one of the needs out")
        )
    return levels, faults


def _unknown(rules: Mapping[str, tuple[Document, ProposalFile]]) -> Iterator[Fault]:
    for document, file in rules.values():
        for number, name in enumerate(file.needs):
            if name not in rules:
                place = document.place(["needs", number])
                yield Fault(f"there is no proposal rule {name}", place, did_you_mean(name, rules))


def _circles(waiting: set[str], needs: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Give each circle once: a walk along the needs of what waits comes back to where it was."""
    left = set(waiting)
    while left:
        path = [min(left)]
        while (after := min(needs[path[-1]] & waiting)) not in path:
            path.append(after)
        circle = path[path.index(after) :]
        if left & set(circle):
            start = circle.index(min(circle))
            yield circle[start:] + circle[:start]
        left -= set(path)
