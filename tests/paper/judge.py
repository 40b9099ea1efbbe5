"""Programs of others judge the papers: signature (pyhanko), structure and claims (pikepdf over qpdf), and the code as a
camera sees it (poppler renders, OpenCV and zbar read).

    judge.py FOLDER    with papers *.pdf, certificate.der and qr.txt, the text that every code has to give
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import pikepdf
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

folder = Path(sys.argv[1])
certificate = x509.Certificate.load((folder / "certificate.der").read_bytes())
text = (folder / "qr.txt").read_text()
judged = 0


def say(well, paper, what):
    global judged
    judged += 1
    if not well:
        sys.exit(f"error: {paper.name}: {what}")


def signature(paper):
    with paper.open("rb") as file:
        (signed,) = PdfFileReader(file).embedded_signatures
        trusted = ValidationContext(trust_roots=[certificate], allow_fetching=False)
        usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
        found = validate_pdf_signature(signed, trusted, key_usage_settings=usage)
        say(found.bottom_line, paper, found.pretty_print_details())
        say(found.coverage.name == "ENTIRE_FILE", paper, f"the signature covers {found.coverage.name}")
        say(found.docmdp_ok, paper, "changed after signing")
        say(signed.sig_object["/SubFilter"] == "/ETSI.CAdES.detached", paper, "not PAdES")
        attributes = {a["type"].native for a in signed.signer_info["signed_attrs"]}
        wanted = {"content_type", "message_digest", "signing_certificate_v2"}
        say(attributes == wanted, paper, f"signed attributes {attributes}")
        say(signed.md_algorithm == "sha256", paper, signed.md_algorithm)


def refused(paper):
    """A signature that cannot fail proves nothing: one changed letter of the file has to be seen."""
    wrong = bytearray(paper.read_bytes())
    wrong[wrong.index(b"/Length ") + 200] ^= 1
    with tempfile.TemporaryFile() as file:
        file.write(wrong)
        try:
            (signed,) = PdfFileReader(file).embedded_signatures
            intact = validate_pdf_signature(signed, ValidationContext(trust_roots=[certificate])).intact
        except Exception:
            intact = False
    say(not intact, paper, "a changed file is still found intact")


def leaves(node, kinds):
    """The kinds of all nodes of the outline, and whether each figure has words."""
    kinds.append(str(node.get("/S", "")))
    if node.get("/S") == "/Figure":
        assert str(node.get("/Alt", "")), "a figure without words"
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            leaves(child, kinds)


def structure(paper):
    with pikepdf.open(paper) as pdf:
        problems = pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else pdf.check()
        say(not problems, paper, problems)
        root = pdf.Root
        with pdf.open_metadata() as meta:
            said = [meta.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
        say(said == ["3", "A", "1"], paper, f"says of itself {said}")
        say(bool(root.MarkInfo.Marked), paper, "not tagged")
        say("/Lang" in root, paper, "no language")
        say(any(i.S == "/GTS_PDFA1" and "/DestOutputProfile" in i for i in root.OutputIntents), paper, "no colours")
        kinds = []
        for child in root.StructTreeRoot.K:
            leaves(child, kinds)
        say({"/H1", "/Figure"} <= set(kinds), paper, f"outline {set(kinds)}")
        say(not pdf.is_encrypted, paper, "encrypted")
        for page in pdf.pages:
            for font in page.get("/Resources", {}).get("/Font", {}).values():
                below = font.DescendantFonts[0].FontDescriptor
                say(any(k in below for k in ("/FontFile", "/FontFile2", "/FontFile3")), paper, "a font is not inside")
                say("/ToUnicode" in font, paper, "a font without characters")
            for annotation in page.get("/Annots", []):
                flags = int(annotation.get("/F", 0))
                say(flags & 4 and not flags & 0b100011, paper, "an annotation that is not printed")
        # What PDF/A-3 asks of attached files: a kind of relation, a type, words, and a place in the catalog.
        say(len(root.AF) == len(pdf.attachments), paper, "a file is not associated")
        for name, file in pdf.attachments.items():
            say("/AFRelationship" in file.obj and "/Desc" in file.obj, paper, f"{name} is not described")
            say(file.get_file().mime_type != "", paper, f"{name} has no type")
        say(pdf.attachments["qr.txt"].get_file().read_bytes().decode() == text, paper, "another text is attached")
        say(paper.read_bytes().endswith(b"%%EOF\n"), paper, "something stands behind the end")


def code(paper):
    with tempfile.TemporaryDirectory() as place:
        picture = Path(place) / "page"
        subprocess.run(["pdftoppm", "-r", "300", "-f", "1", "-l", "1", "-gray", "-png", "-singlefile", paper, picture], check=True)
        picture = picture.with_suffix(".png")
        # The finder of zbar is another program than the one in OpenCV, and than the one our own tests use.
        read = subprocess.run(["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture], capture_output=True, text=True)
        say(read.stdout.strip() == text, paper, f"zbar reads {read.stdout!r}")
        # Of the two finders of OpenCV the one by corners; the other one misses dense codes at most resolutions.
        seen, *_ = cv2.QRCodeDetectorAruco().detectAndDecode(cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE))
        say(seen == text, paper, f"OpenCV reads {seen!r}")


papers = sorted(folder.glob("*.pdf"))
assert len(papers) >= 4, "too few papers"
assert len(text.encode()) <= 700
for paper in papers:
    signature(paper)
    refused(paper)
    structure(paper)
    code(paper)
print(f"{len(papers)} papers, {judged} judgements, all well")
