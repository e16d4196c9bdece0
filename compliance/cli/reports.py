"""The commands of a report: `report build`, `sign-off`, `sign` and `verify`."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.cli.options import (
    Commands,
    actor_of,
    add_register,
    add_report,
    formats_of,
    wanted,
)
from compliance.errors import ComplianceError, Place

if TYPE_CHECKING:
    from compliance.report.seal import Seal
    from compliance.report.verify import Verdict

_SHOWN = 20


def add_reports(commands: Commands) -> None:
    """Add `report`."""
    group = commands.add_parser("report", help="build, sign off, seal or verify an audit report")
    inner: Commands = group.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_build(inner)
    _add_sign_off(inner)
    parser = inner.add_parser(
        "sign",
        help="seal a report with the key of the office",
        description="Seal a report that holds (see `report verify`) with one PAdES signature in "
        "the field that was prepared for it. The unsealed bytes stay as the beginning of the "
        "sealed file. A sealed report is never changed again.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.pdf")
    parser.add_argument(
        "--pkcs12", type=Path, required=True, metavar="KEY", help="key and certificates, PKCS#12"
    )
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE",
        help="a file whose first line is the passphrase (default: asked for on a terminal)",
    )  # fmt: skip
    parser.add_argument(
        "--timestamp", metavar="URL",
        help="an RFC 3161 time-stamp service (default: none, the seal has the clock's time)",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="SEALED.pdf", help="default: FILE-sealed.pdf beside the report"
    )
    parser.set_defaults(run=_sign)

    parser = inner.add_parser(
        "verify",
        help="check the seal of a report, and recompute its figures from the files in it",
        description="Check the seal and the structure of a report, compute its figures anew from "
        "the findings embedded in it, and compare every printed figure with them. Exit code: "
        "0 all holds, 1 something does not.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.pdf")
    parser.add_argument(
        "--sealed", action="store_true", help="a report without a seal does not hold"
    )
    parser.add_argument(
        "--trust", type=Path, action="append", default=[], metavar="ROOT.pem",
        help="a root certificate to which the signer must lead; may be given again",
    )  # fmt: skip
    parser.set_defaults(run=_verify)


def _add_build(inner: Commands) -> None:
    parser = inner.add_parser(
        "build",
        help="render the report of a run anew, with answers, decisions and sign-off",
        description="Render the report of a recorded run anew: its findings and figures as they "
        "were, with what people have answered, decided and signed until now. The run is judged "
        "again from what the register kept; where that gives other findings, nothing is written.",
    )
    parser.add_argument("number", type=int, metavar="RUN")
    add_register(parser)
    parser.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="default: out")
    parser.add_argument(
        "--format", type=formats_of("pdf", "json", "csv", "xlsx", "html"), default=("pdf",),
        metavar="LIST", help="of pdf, html, json, csv, xlsx (default: pdf)",
    )  # fmt: skip
    add_report(parser, names=False)
    parser.set_defaults(run=_build)


def _add_sign_off(inner: Commands) -> None:
    parser = inner.add_parser(
        "sign-off",
        help="record that you prepared, reviewed or approved the report of a run",
        description="Record who prepared (staff), reviewed and approved (two reviewers) the report "
        "of a run: three different people. Whoever ran the check has prepared it, unless another "
        "signs for that. An answer, a reopening or a decision makes an earlier review and "
        "approval void. `report build` prints them.",
    )
    parser.add_argument("number", type=int, metavar="RUN")
    parser.add_argument(
        "--act", choices=("prepared", "reviewed", "approved"), required=True, help="what you did"
    )
    add_register(parser)
    parser.set_defaults(run=_sign_off)


def _build(options: argparse.Namespace) -> int:
    from compliance import remembered
    from compliance.screen import Screen

    with Screen(quiet=False).progress() as progress:
        built = remembered.build(
            options.register, options.number, options.out, options.format, wanted(options), progress
        )
    print(f"run {options.number}: {built.status.lower()}")
    for path in built.written:
        print(f"  {path}")
    return 0


def _sign_off(options: argparse.Namespace) -> int:
    from compliance import people

    role = people.sign_off(options.register, actor_of(options), options.number, options.act)
    print(f"the report of run {options.number} is {options.act} in the role {role}")
    return 0


def _sign(options: argparse.Namespace) -> int:
    from compliance.report.sign import Key, sign
    from compliance.report.verify import verify

    if not verify(options.file).holds:
        raise ComplianceError(
            "the report does not hold, and is not sealed",
            Place(str(options.file)),
            "`compliance report verify` says what disagrees",
        )
    target: Path = options.out or options.file.with_name(f"{options.file.stem}-sealed.pdf")
    key = Key(options.pkcs12, _passphrase(options.passphrase_file))
    sign(options.file, key, target, time_stamps=options.timestamp)
    print(f"sealed: {target}")
    return 0


def _passphrase(file: Path | None) -> bytes | None:
    """Read the passphrase from its file, or ask; none where there is nobody to ask."""
    if file is not None:
        try:
            first = file.read_text("utf-8").splitlines()[:1]
        except (OSError, UnicodeError) as error:
            raise ComplianceError(
                f"cannot read the passphrase: {error}", Place(str(file))
            ) from None
        return first[0].encode() if first else None
    if not sys.stdin.isatty():
        return None
    return getpass.getpass("passphrase of the key: ").encode() or None


def _verify(options: argparse.Namespace) -> int:
    from compliance.report.seal import seals
    from compliance.report.verify import verify

    found = seals(options.file, options.trust)
    faults = [fault for seal in found for fault in seal.faults]
    if options.sealed and not found:
        faults.append("the report is not sealed")
    print("\n".join(_part("seal", "; ".join(map(_seal, found)) or "none", faults)), flush=True)
    verdict = verify(options.file)
    print("\n".join(_told(verdict)))
    return int(bool(faults) or not verdict.holds)


def _seal(seal: Seal) -> str:
    """Say whose seal it is, since when, and how far it is known."""
    told = [f"valid, by {seal.signer}, over the whole file"]
    if seal.at is not None:
        when = seal.at.isoformat(timespec="seconds")
        told.append(f"{'time-stamped' if seal.stamped else 'on the clock of the signer'} {when}")
    if seal.trusted is None:
        told.append("the signer is not checked against a root (--trust)")
    return ", ".join(told)


def _told(found: Verdict) -> list[str]:
    figures = f"{found.figures} figures on {found.figure_pages} of {found.pages} pages"
    return [
        *_part("structure", "tags, metadata, fonts and embedded files stand", found.structure),
        *_part(
            "evidence",
            f"summary, content hash and totals follow from {len(found.files)} embedded files",
            found.evidence,
        ),
        *_part("printed", f"{figures} are those of the embedded files", found.printed),
    ]


def _part(name: str, well: str, faults: Sequence[str]) -> list[str]:
    if not faults:
        return [f"{name:<10} {well}"]
    more = len(faults) - _SHOWN
    return [
        f"{name:<10} {len(faults)} {'thing does' if len(faults) == 1 else 'things do'} not hold",
        *(f"  {fault}" for fault in faults[:_SHOWN]),
        *([f"  and {more} more"] if more > 0 else []),
    ]
