"""Child processes that render: a few at a time, and none left when the work ends or is given up."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import compliance
from compliance.errors import ComplianceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BODY: Final = "body"  # the folder of the report without its register
CANNOT_RENDER: Final = 4  # exit code of a child when a library is missing
AT_ONCE: Final = max(1, min(4, len(os.sched_getaffinity(0))))
_PAUSE: Final = 0.02  # seconds between two looks at the children


@dataclass(frozen=True)
class Job:
    """One child: a module of this package, run on a folder."""

    module: str
    folder: Path


def run_all(
    jobs: Sequence[Job], until: float, done: Callable[[Job], None] = lambda _job: None
) -> None:
    """Run the jobs, the first ones first; give up at the time `until` of the monotonic clock."""
    waiting, running = list(reversed(jobs)), dict[subprocess.Popen[bytes], Job]()
    try:
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                job = waiting.pop()
                running[_started(job)] = job
            for process in [process for process in running if process.poll() is not None]:
                job = running.pop(process)
                _answered(job, process.returncode)
                done(job)
            if time.monotonic() > until:
                raise _given_up()
            time.sleep(_PAUSE)
    finally:
        for process in running:
            process.kill()
            process.wait()


def _started(job: Job) -> subprocess.Popen[bytes]:
    with (job.folder / "said").open("wb") as said:
        return subprocess.Popen(  # noqa: S603 - our own interpreter, no text of a batch
            [sys.executable, "-m", f"compliance.report.{job.module}", str(job.folder)],
            env=_environment(job.folder),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )


def _answered(job: Job, code: int) -> None:
    """Raise where a child did not end well."""
    if not code:
        return
    said = (job.folder / "said").read_bytes().decode("utf-8", "replace").strip()
    if code == CANNOT_RENDER:
        raise ComplianceError(
            f"the PDF cannot be made on this machine: {said.splitlines()[-1]}",
            hint="`compliance doctor` names what is missing; or leave pdf out of --format",
        )
    raise RuntimeError(f"the PDF renderer ended with {code}: {said[-2000:]}")


def _given_up() -> ComplianceError:
    return ComplianceError(
        "the PDF was not ready in time and was given up",
        hint="leave pdf out of --format; the other files hold every finding",
    )


def _environment(folder: Path) -> dict[str, str]:
    """Give a child only what it needs, so that nothing of this machine enters the bytes."""
    source = str(Path(compliance.__file__).parent.parent)
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    return kept | {
        "PYTHONPATH": os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH")))),
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
    }
