"""Check an audit report without the program that wrote it.

    python verify_report.py REPORT.pdf

Needs Python 3.11 and pypdf (pip install pypdf). It shares no code with the program: it takes the
embedded files out of the PDF, computes the figures of the summary anew from the findings, takes the
content hash, reads every figure that the tags of the PDF name, and says which page disagrees.
It does not look at the seal and does not validate the PDF. Exit code: 0 all agrees, 1 something
does not.
"""

import csv
import hashlib
import io
import json
import re
import sys
from urllib.parse import unquote

from pypdf import PdfReader
from pypdf.generic import ContentStream

LEVELS = ["info", "minor", "major", "critical"]
CONFIRMED = {"house", "binding"}


def lines(data):
    """The objects of a file with one on each line."""
    return [json.loads(line) for line in data.splitlines()]


def hash_of(files, summary):
    """The findings by the sorted hashes of their lines, the rulebook, the inputs, the summary."""
    each = [hashlib.sha256(line).hexdigest() for line in files["findings.jsonl"].splitlines()]
    each += [item["sha256"] for item in lines(files.get("withheld.jsonl", b""))]
    total = hashlib.sha256("".join(sorted(each)).encode())
    total.update(summary["rulebook"]["digest"].encode())
    for item in sorted(summary["batch"]["files"], key=lambda item: item["file"]):
        total.update(f"{item['file']}\0{item['sha256']}\n".encode("utf-8", "backslashreplace"))
    rest = {k: v for k, v in summary.items() if k != "content_hash"}
    rest["engine"] = {"name": summary["engine"]["name"]}
    text = json.dumps(rest, sort_keys=True, ensure_ascii=False)
    total.update(text.encode("utf-8", "backslashreplace"))
    return total.hexdigest()


def recomputed(files, summary):
    """The figures of the summary that follow from the other files, by their place in it."""
    told = lines(files["findings.jsonl"]) + lines(files.get("withheld.jsonl", b""))
    waived = {f for w in summary["findings"].get("waivers", ()) for f in w["findings"]}
    rules = summary["rules"]
    granted = [f for f in told if f.get("waived") or f.get("finding") in waived]
    others = [f for f in told if f not in granted]
    live = [f for f in others if rules[f["rule"]]["status"] == "live"]
    fails = [f for f in live if f["outcome"] == "fail"]
    firm = [f for f in fails if f["kind"] != "indicator" and f["standing"] in CONFIRMED]
    found = {
        "/findings/total": len(told),
        "/findings/trial": len(others) - len(live),
        "/findings/undetermined": sum(f["outcome"] == "undetermined" for f in live),
        "/findings/indicators": sum(f["kind"] == "indicator" for f in fails),
        "/derived/rules/all": len(rules),
        "/derived/rules/ran": sum("not_run" not in entry for entry in rules.values()),
        "/derived/by_class/total/confirmed": len(firm),
    }
    for level in LEVELS:
        found[f"/findings/by_severity/{level}"] = sum(f["severity"] == level for f in firm)
    breaches = [f for f in firm if f["kind"] == "breach"]
    if not any("sha256" in f for f in breaches):  # one that is withheld may carry money
        found |= money(breaches)
    rows = {(r["file"], r["sheet"], r["row"]) for r in table(files["rejects.csv"])}
    found["/control_totals/rows/rejected"] = len(rows)
    return found


def money(breaches):
    """Payments at issue and what is recoverable: each record once in a stage, by its gravest."""
    once = {}
    for f in breaches:
        amount = f["amount_at_issue"]
        if amount and amount["basis"] != "none":
            weight = (LEVELS.index(f["severity"]), amount["base_minor"] or amount["minor"])
            key = (f["record_kind"], f["record"], amount["stage"])
            if key not in once or weight > once[key][0]:
                once[key] = (weight, amount)
    amounts = [amount for _, amount in once.values()]
    wanted = {
        "payments_at_issue": [a for a in amounts if a["stage"] == "payment"],
        "commitments_at_issue": [a for a in amounts if a["stage"] == "commitment"],
        "recoverable": [a for a in amounts if a["basis"] == "recoverable"],
    }
    found = {}
    for name, own in wanted.items():
        place = f"/findings/headline/{name}"
        if all(a["base_minor"] is not None for a in own):
            found[f"{place}/base_minor"] = sum(a["base_minor"] for a in own)
        for currency in {a["currency"] for a in own}:
            found[f"{place}/{currency}"] = sum(a["minor"] for a in own if a["currency"] == currency)
    return found


def table(data):
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def printed(reader):
    """Every figure that the tags name: page, place in the evidence, text as it is drawn."""
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    drawn, found = {}, {}
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            own = node.get("/A")
            own = own.get_object() if own is not None else {}
            if isinstance(own, dict) and own.get("/O") == "/UserProperties":
                said = {p.get_object()["/N"]: p.get_object()["/V"] for p in own["/P"]}
                page = pages[node.raw_get("/Pg").idnum]
                if page not in drawn:
                    drawn[page] = texts(reader.pages[page], reader)
                key = (page + 1, said["part"], said["figure"])
                found[key] = found.get(key, "") + "".join(
                    drawn[page].get(mcid, "") for mcid in mcids(node)
                )
            elif "/K" in node:
                waiting.append(node.raw_get("/K"))
    return [(page, place, text) for (page, _, place), text in found.items()]


def mcids(node):
    """The numbers of the marked pieces below a tag."""
    kids = node["/K"]
    for item in kids if isinstance(kids, list) else [kids]:
        kid = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(kid, int):
            yield int(kid)
        else:
            yield from mcids(kid)


def texts(page, reader):
    """The text of each marked piece of a page, by the Unicode map of its font."""
    maps, found, marks, font = {}, {}, [], {}
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"Tf":
            if operands[0] not in maps:
                source = page["/Resources"]["/Font"][operands[0]]["/ToUnicode"].get_data()
                maps[operands[0]] = {
                    bytes.fromhex(a.decode()): bytes.fromhex(b.decode()).decode("utf-16-be")
                    for a, b in re.findall(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]*)>", source)
                }
            font = maps[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            marks.append(operands[1].get("/MCID") if operator == b"BDC" else None)
        elif operator == b"EMC":
            marks.pop()
        elif operator in (b"Tj", b"TJ") and marks and marks[-1] is not None:
            pieces = operands[0] if operator == b"TJ" else operands
            raw = b"".join(
                p if isinstance(p, bytes) else p.original_bytes
                for p in pieces
                if isinstance(p, bytes | str)
            )
            shown = "".join(font.get(raw[n : n + 2], "?") for n in range(0, len(raw), 2))
            found[marks[-1]] = found.get(marks[-1], "") + shown
    return found


def at(document, place):
    """What stands at a place (a JSON Pointer), None where there is nothing."""
    for part in place.split("/")[1:]:
        key = unquote(part, errors="surrogatepass").replace("~1", "/").replace("~0", "~")
        document = document.get(key) if isinstance(document, dict) else None
    return document


def number(text):
    """The digits of a figure behind its sign, as minor units of its currency."""
    digits = re.sub("[^0-9]", "", text)
    return int(digits) * (-1 if re.search("[-\u2212]", text) else 1) if digits else None


def faults(path):
    """Every disagreement as one sentence."""
    reader = PdfReader(path)
    files = {name: data[0] for name, data in reader.attachments.items()}
    summary = json.loads(files["summary.json"])
    if (found := hash_of(files, summary)) != summary["content_hash"]:
        yield f"content hash: {summary['content_hash']} is stated, {found} follows"
    anew = recomputed(files, summary)
    for place, value in anew.items():
        stated = at(summary, place)
        if not place.startswith("/derived") and stated != value:
            yield f"summary.json{place} is {stated}, but {value} follows from the other files"
    for page, place, text in printed(reader):
        value = anew.get(place, at(summary, place))
        bare = re.sub(r"[\s\u00a0]", "", text)
        if isinstance(value, str) and bare != value:
            yield f"page {page}: {text} is printed, but {place} is {value}"
        if isinstance(value, int) and number(text) != value:
            yield f"page {page}: {text} is printed, but {place} is {value}"


if __name__ == "__main__":
    told = list(faults(sys.argv[1]))
    print("\n".join(told) or "all figures agree with the embedded files")
    sys.exit(bool(told))
