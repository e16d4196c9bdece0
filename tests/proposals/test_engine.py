"""Every way in which a worker may fail ends in one error, and none in a decision."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from compliance.proposals import decide
from compliance.proposals.conclude import Judge, conclude
from compliance.proposals.engine import Engine, refuse_collisions
from tests.proposals.told import AS_OF, fact, fired, sound

if TYPE_CHECKING:
    from pathlib import Path

    from compliance.lang.rulebook import Rulebook

RULE = "id: PRO-901\nwhen: open > 4\npropose: return_to_staff"
FACTS = [fact(f"contract:C-{number}", open=number) for number in (4, 5, 7)]
pytestmark = pytest.mark.skipif(sys.version_info >= (3, 13), reason="the library is not there")


def worker(tmp_path: Path, lines: str, **given: float) -> Engine:
    """Give an engine whose worker is the real one, changed by some lines before it starts."""
    script = tmp_path / "worker.py"
    script.write_text(
        "import json, os, signal, sys, time\n"
        "from compliance.proposals import worker\n"
        f"{lines}\n"
        "sys.exit(worker.main())\n"
    )
    return Engine((sys.executable, str(script)), seconds=given.get("seconds", 20), at_once=1)


def drawn(rulebook: Rulebook, engine: Engine | None) -> dict[str, list[str]]:
    book = sound(rulebook, RULE)
    entries = decide(book, rulebook.parameters, AS_OF, FACTS, engine)
    return {case: fired(entry) for case, entry in entries.items()}


def test_the_engine_and_the_reference_say_the_same(rulebook: Rulebook) -> None:
    expected = {"contract:C-4": [], "contract:C-5": ["PRO-901"], "contract:C-7": ["PRO-901"]}
    assert drawn(rulebook, Engine()) == expected
    assert drawn(rulebook, None) == expected


def test_chunks_and_many_rules_change_nothing(rulebook: Rulebook) -> None:
    assert drawn(rulebook, Engine(chunk=2)) == drawn(rulebook, None)
    texts = [
        f"id: PRO-{n}\nwhen: open = {n - 900}\npropose: return_to_staff" for n in range(900, 970)
    ]
    book = sound(rulebook, *texts)
    (low, high) = decide(
        book,
        rulebook.parameters,
        AS_OF,
        [fact("batch", open=1), fact("pilot:P", open=69)],
        Engine(),
    ).values()
    assert (fired(low), fired(high)) == (["PRO-901"], ["PRO-969"])


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("job = json.load(sys.stdin)\n"
         "if any(f.get('p0') == 7 for f in job['facts']): os.kill(os.getpid(), signal.SIGSEGV)\n"
         "json.dump(worker.decide(job), sys.stdout); sys.exit(0)"),
         "failed on the case contract:C-7: the worker died by signal 11 (SIGSEGV)"),
        ("os.kill(os.getpid(), signal.SIGKILL)",
         "failed on the case contract:C-4: the worker died by signal 9 (SIGKILL)"),
        ("print('not json'); sys.exit(0)", "its answer cannot be read"),
        ("print('{}'); sys.exit(0)", "its answer cannot be read"),
        ("sys.exit('no memory')", "the worker ended with 1: no memory"),
        (("real = worker.decide\n"
         "worker.decide = lambda job: real({**job, 'facts': job['facts'][:-1]})"),
         "it took 0 of 1 facts"),
        (("def broken(rule, fired):\n"
         "    def action(context):\n"
         "        raise ValueError('lost in the state')\n"
         "    return action\n"
         "worker._action = broken"),
         ("failed on the case contract:C-5: an exception was hidden in its state: "
         "exception caught lost in the state")),
        (("real = worker.decide\n"
         "worker.decide = lambda job: {**real(job), 'fired': [['r0', 'c99']]}"),
         "names a case or a rule that it was not given"),
    ],
    ids=["crash", "kill", "noise", "empty", "exit", "count", "exception", "stranger"],
)  # fmt: skip
def test_a_failing_worker_is_one_error(
    rulebook: Rulebook, tmp_path: Path, lines: str, said: str
) -> None:
    with pytest.raises(RuntimeError) as raised:
        drawn(rulebook, worker(tmp_path, lines))
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_worker_that_hangs_is_stopped(rulebook: Rulebook, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"on the case contract:C-4: no answer within 0\.2 s"):
        drawn(rulebook, worker(tmp_path, "time.sleep(60)", seconds=0.2))


def test_a_failure_that_does_not_come_again_is_told(rulebook: Rulebook, tmp_path: Path) -> None:
    once = tmp_path / "once"
    lines = (
        f"import pathlib\nonce = pathlib.Path({str(once)!r})\n"
        "if not once.exists(): once.touch(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    with pytest.raises(RuntimeError, match="failed on 3 cases, on none of them alone"):
        drawn(rulebook, worker(tmp_path, lines))


def test_a_difference_stops_the_run(rulebook: Rulebook, tmp_path: Path) -> None:
    lines = "real = worker.decide\nworker.decide = lambda job: {**real(job), 'fired': []}"
    with pytest.raises(RuntimeError, match=r"do not agree on the case contract:C-5: PRO-901"):
        drawn(rulebook, worker(tmp_path, lines))


def test_ids_that_the_library_takes_for_one_are_refused() -> None:
    with pytest.raises(RuntimeError, match="cannot tell the facts INV-0129599 and INV-0732382"):
        refuse_collisions(["INV-1", "INV-0129599", "INV-0732382"])
    refuse_collisions(f"f{number}" for number in range(500))


def test_two_cases_of_one_name_are_refused(rulebook: Rulebook) -> None:
    judge = Judge(sound(rulebook, RULE), rulebook.parameters, AS_OF)
    with pytest.raises(RuntimeError, match="two cases have one name"):
        conclude(judge, [FACTS[0], FACTS[0]], Engine())
