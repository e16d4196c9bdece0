"""Look at the seal of a report: is it intact, whose is it, and does it cover the whole file?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.errors import ComplianceError, Place

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus


@dataclass(frozen=True)
class Seal:
    """One seal as it was found; `faults` are sentences, and empty where it holds."""

    signer: str
    at: datetime | None  # as the signer's clock said, or the time stamp where there is one
    stamped: bool
    trusted: bool | None  # None where no root was given to judge by
    faults: tuple[str, ...]


def seals(path: Path, roots: Sequence[Path] = ()) -> list[Seal]:
    """Give every seal of a PDF.

    What was added after a seal is not weighed for being harmless: on a tagged file that takes
    minutes, and a sealed report has nothing to add. A seal covers the whole file or does not hold.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    trusted = [certificate for root in roots for certificate in _certificates(root)]
    try:
        with path.open("rb") as file:
            reader = PdfFileReader(file, strict=False)
            return [_seal(found, trusted) for found in reader.embedded_signatures]
    except OSError as error:
        message = f"cannot read the report: {error.strerror or error}"
        raise ComplianceError(message, Place(str(path))) from None
    except PdfError as error:
        message = f"the seals of this PDF cannot be read: {error}"
        raise ComplianceError(message, Place(str(path))) from None


def _seal(found: EmbeddedPdfSignature, trusted: Sequence[Certificate]) -> Seal:
    from pyhanko.sign.general import UnacceptableSignerError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    # It logs what it also returns; a root that it lacks is told in our own words.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    known = ValidationContext(trust_roots=list(trusted), allow_fetching=False)
    try:
        status = validate_pdf_signature(found, known, skip_diff=True)
    except (SignatureValidationError, UnacceptableSignerError, ValueError) as error:
        return Seal(
            "unknown", None, stamped=False, trusted=None, faults=(f"no valid seal: {error}",)
        )
    stamp = status.timestamp_validity
    return Seal(
        signer=str(status.signing_cert.subject.human_friendly),
        at=stamp.timestamp if stamp else status.signer_reported_dt,
        stamped=bool(stamp),
        trusted=status.trusted if trusted else None,
        faults=tuple(_faults(status, trusted)),
    )


def _faults(status: PdfSignatureStatus, trusted: Sequence[Certificate]) -> list[str]:
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    told = []
    if not status.intact:
        told.append("bytes under the seal were changed")
    if not status.valid:
        told.append("the signature is not that of the named signer")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        told.append("the file was changed after it was sealed: the seal does not cover all of it")
    if status.timestamp_validity and not (
        status.timestamp_validity.intact and status.timestamp_validity.valid
    ):
        told.append("the time stamp is not intact")
    if trusted and not status.trusted:
        told.append("the certificate of the signer does not lead to a root that you trust")
    return told


def _certificates(path: Path) -> list[Certificate]:
    from pyhanko.keys import load_certs_from_pemder

    try:
        load: Callable[[list[str]], Iterator[Certificate]] = load_certs_from_pemder
        return list(load([str(path)]))
    except OSError as error:
        message = f"cannot read: {error.strerror or error}"
        raise ComplianceError(message, Place(str(path))) from None
    except ValueError:
        raise ComplianceError("this is no certificate in PEM or DER", Place(str(path))) from None
