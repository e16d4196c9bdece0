"""Seal a report: one PAdES signature of the office in the field that was prepared for it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compliance.errors import ComplianceError, Place
from compliance.report.pdf import SEAL_FIELD

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.timestamps import TimeStamper


@dataclass(frozen=True)
class Key:
    """The key of the office: a PKCS#12 file and its passphrase."""

    path: Path
    passphrase: bytes | None


def sign(report: Path, key: Key, target: Path, *, time_stamps: str | None = None) -> None:
    """Write the sealed report to `target`; the unsealed bytes stay as its beginning.

    `time_stamps` is the address of an RFC 3161 service; without it the seal is PAdES B-B.
    """
    stamper = None
    if time_stamps is not None:
        from pyhanko.sign.timestamps import HTTPTimeStamper

        stamper = HTTPTimeStamper(time_stamps)
    sealed = sealed_bytes(_read(report), _signer(key), stamper, Place(str(report)))
    try:
        target.write_bytes(sealed)
    except OSError as error:
        message = f"cannot write the sealed report: {error.strerror or error}"
        raise ComplianceError(message, Place(str(target))) from None


def sealed_bytes(
    report: bytes, signer: SimpleSigner, stamper: TimeStamper | None, place: Place
) -> bytes:
    """Give the report with its seal."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps import TimestampRequestError
    from pyhanko.stamp import NoOpStampStyle

    wanted = PdfSignatureMetadata(
        field_name=SEAL_FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    # The page prints who signed off: a stamp would bring a font that breaks PDF/A.
    pdf_signer = PdfSigner(wanted, signer, timestamper=stamper, stamp_style=NoOpStampStyle())
    output = io.BytesIO()
    try:
        writer: Any = IncrementalPdfFileWriter(io.BytesIO(report))
        # It would write the metadata anew, without what PDF/A asks of them (pyHanko issue 755).
        writer._update_meta = lambda: None  # noqa: SLF001 - its author names this way
        pdf_signer.sign_pdf(writer, existing_fields_only=True, output=output)
    except TimestampRequestError as error:
        raise ComplianceError(
            f"the time-stamp service does not answer as it should: {error}",
            None,
            "leave --timestamp out for a seal without one",
        ) from None
    except SigningError as error:
        hint = "a report is sealed once, as it was written by `check` or `report build`"
        raise ComplianceError(f"the report cannot be sealed: {error}", place, hint) from None
    except PdfError as error:
        raise ComplianceError(f"this is no PDF that can be sealed: {error}", place) from None
    return output.getvalue()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"cannot read: {error.strerror or error}"
        raise ComplianceError(message, Place(str(path))) from None


def _signer(key: Key) -> SimpleSigner:
    from pyhanko.sign.signers import SimpleSigner

    try:
        found: SimpleSigner = SimpleSigner.load_pkcs12_data(_read(key.path), [], key.passphrase)
        return found
    except ValueError:
        raise ComplianceError(
            "the key cannot be opened", Place(str(key.path)), "a PKCS#12 file and its passphrase"
        ) from None
