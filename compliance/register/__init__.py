"""What is remembered: batches, runs, reference data, the ledger, and a trail that shows changes."""

from compliance.register.batches import (
    Imported,
    earlier_records,
    everything,
    import_batch,
    read_batch,
    without_names,
)
from compliance.register.runs import (
    Basis,
    Comparison,
    compare,
    find_run,
    findings_of,
    get_run,
    known_at,
    outputs_of,
    rulebook_files,
    run_root,
    runs,
    store_run,
    summary_of,
)
from compliance.register.store import Register, open_register
from compliance.register.verify import Verdict, verify

__all__ = [
    "Basis",
    "Comparison",
    "Imported",
    "Register",
    "Verdict",
    "compare",
    "earlier_records",
    "everything",
    "find_run",
    "findings_of",
    "get_run",
    "import_batch",
    "known_at",
    "open_register",
    "outputs_of",
    "read_batch",
    "rulebook_files",
    "run_root",
    "runs",
    "store_run",
    "summary_of",
    "verify",
    "without_names",
]
