"""What WeasyPrint 70 leaves open for PDF/A-3a and PDF/UA-1 in one file, closed here.

Each part names the clause that it serves. All of it runs in the rendering child only.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    Artifacts = dict[int, set[int]]  # page number → marked-content ids of running heads

_UA: Final = "http://www.aiim.org/pdfua/ns/id/"
# ISO 19005-3, 6.6.2.3: a schema that PDF/A does not know is described in the file itself.
_EXTENSION: Final = f"""
<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


def declare_accessible(metadata: Any) -> None:
    """Add the PDF/UA identification to the metadata (ISO 14289-1, 5)."""
    original = metadata.generate_rdf_metadata

    def extended(*args: Any, **kwargs: Any) -> bytes:
        head, end, tail = original(*args, **kwargs).rpartition(b"</rdf:RDF>")
        if not end:
            raise RuntimeError("the metadata has no end")
        return bytes(head + _EXTENSION.encode() + tail)

    metadata.generate_rdf_metadata = extended


@contextmanager
def patched() -> Iterator[Artifacts]:
    """Note the running heads while tags are built, and list the pages once instead of per tag."""
    import pydyf  # type: ignore[import-untyped]
    from weasyprint.formatting_structure import boxes
    from weasyprint.pdf import tags

    artifacts: Artifacts = defaultdict(set)
    parts: dict[int, int] = {}
    original = tags._build_box_tree  # noqa: SLF001 - there is no public place for it

    def build(
        box: Any, parent: Any, pdf: Any, page_number: int, nums: dict[int, Any], *rest: Any
    ) -> Iterator[Any]:
        known = set(nums) if isinstance(box, boxes.MarginBox) else None
        figure = isinstance(box, boxes.InlineBox) and box.element_tag == "span"
        for element in original(box, parent, pdf, page_number, nums, *rest):
            if figure and "data-figure" in box.element.attrib:
                part = parts.setdefault(id(box.element), len(parts))
                element["A"] = _figure(box.element, part)
            yield element
        if known is not None:
            for mcid in set(nums) - known:
                artifacts[page_number].add(mcid)
                nums[mcid] = "null"

    with (
        _replaced(tags, "_build_box_tree", build),
        _replaced(pydyf.PDF, "page_references", _page_references()),
    ):
        yield artifacts


def _figure(element: Any, part: int) -> Any:
    """Give what the tag of a printed figure says: its place in the evidence, and its unit.

    They are user properties (ISO 32000-1, 14.7.5.4). `part` is the same for the parts of one
    figure that a line break took apart.
    """
    import pydyf

    said = {
        "figure": element.attrib["data-figure"],
        "unit": element.attrib["data-unit"],
        "part": str(part),
    }
    return pydyf.Dictionary(
        {
            "O": "/UserProperties",
            "P": pydyf.Array(
                pydyf.Dictionary({"N": pydyf.String(name), "V": pydyf.String(value)})
                for name, value in said.items()
            ),
        }
    )


@contextmanager
def _replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    original = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, original)


def finish(pdf: Any, artifacts: Artifacts) -> None:
    """Close the gaps in the finished object tree, just before it is written."""
    pdf.catalog["MarkInfo"]["UserProperties"] = "true"  # ISO 32000-1, 14.7.5.4
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") == "/TH":
            _scope(pdf, thing)
        elif getattr(thing, "extra", {}).get("Type") == "/Metadata":
            thing.compress = False  # ISO 19005-3, 6.6.2.1
        elif b"begincmap" in getattr(thing, "stream", ()):
            _name_marks(thing.stream)
    for number, reference in enumerate(pdf.page_references):
        page = _at(pdf, reference)
        _unmark(_at(pdf, page["Contents"]).stream, artifacts.get(number, set()))


def lighten(pdf: Any) -> None:
    """Leave out of the tags what a plain table does not need, since a register has many cells.

    The text of a cell hangs on the cell itself; its header cells are known by their scope, so that
    no cell has to name them, and no names can meet in a joined file.
    """
    moved = {}
    for thing in pdf.objects:
        if isinstance(thing, dict) and thing.get("S") in {"/TH", "/TD"}:
            cell: Any = thing
            cell.pop("ID", None)
            cell["A"].pop("Headers", None)
            if set(cell["A"]) == {"O"}:
                del cell["A"]
            for place, kid in enumerate(list(cell["K"])):
                span = _at(pdf, kid)
                cell["K"][place] = span["K"][0]
                moved[kid] = cell.reference
                span.clear()
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    for owners in _at(pdf, root["ParentTree"])["Nums"][1::2]:
        owners[:] = [moved.get(owner, owner) for owner in owners]


def add_seal_field(pdf: Any, name: str, anchor: str) -> None:
    """Prepare an empty, tagged field for the seal on the page of `anchor`.

    A field that is made while signing has no description and no tag, which breaks PDF/UA. It has
    no size: what a person reads of the sign-off is printed on the page.
    """
    import pydyf

    number = _page_of(pdf, anchor)
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    document = _at(pdf, root["K"][0])
    nums = _at(pdf, root["ParentTree"])["Nums"]
    key = max(nums[::2]) + 1
    page = pdf.page_references[number]
    field = pydyf.Dictionary(
        {
            "Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "T": pydyf.String(name),
            "TU": pydyf.String("Seal of the office"), "F": 4, "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page, "StructParent": key,
        }
    )  # fmt: skip
    pdf.add_object(field)
    place = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page})
    pdf.add_object(place)
    form = pydyf.Dictionary(
        {
            "Type": "/StructElem", "S": "/Form", "K": pydyf.Array([place.reference]),
            "P": document.reference, "Pg": page,
        }
    )  # fmt: skip
    pdf.add_object(form)
    document["K"].append(form.reference)
    nums.extend((key, form.reference))
    notes = _at(pdf, page).setdefault("Annots", pydyf.Array())
    notes.append(field.reference)
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field.reference])})


def _page_of(pdf: Any, anchor: str) -> int:
    """Give the number of the page on which an anchor of the HTML stands; the first without one."""
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    for name, place in zip(names[::2], names[1::2], strict=True):
        if name.string == anchor:
            return int(pdf.page_references.index(place[0]))
    return 0


def _page_references() -> property:
    """Give `page_references` with a memory: the original lists all pages anew for every tag."""
    memory: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def references(pdf: Any) -> tuple[bytes, ...]:
        kids = pdf.pages["Kids"]
        key = (id(pdf), len(kids))
        if key not in memory:
            memory.clear()
            memory[key] = tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
        return memory[key]

    return property(references)


def _scope(pdf: Any, header: Any) -> None:
    """Say whether a header cell heads its column or its row (ISO 14289-1, 7.5)."""
    group = _at(pdf, _at(pdf, header["P"])["P"])
    header["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _name_marks(cmap: list[bytes]) -> None:
    """Give a text to glyphs that only complete their neighbour (ISO 19005-3, 6.2.11.7)."""
    for n, line in enumerate(cmap):
        if line.endswith(b"> <>"):
            cmap[n] = line[:-1] + b"200b>"


def _unmark(stream: list[Any], mcids: set[int]) -> None:
    """Mark the running heads of a page as artifacts (ISO 14289-1, 7.8)."""
    for n, item in enumerate(stream):
        if item == b"BDC" and stream[n - 1].get("MCID") in mcids:
            stream[n - 2] = "/Artifact"
            stream[n - 1] = type(stream[n - 1])({"Type": "/Pagination"})


def _at(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
