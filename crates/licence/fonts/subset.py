"""Make the fonts of the licence. See README.md in this folder.

    pip install fonttools
    python subset.py /usr/share/fonts/opentype/noto .
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180)]))
SIGNS = "–—‘’“”„•…‰′″€№℃™→≤≥−○●□■△〇〓"


def gb2312(first_row: int, last_row: int) -> str:
    """The characters of the rows of GB/T 2312: 1 to 9 signs, 16 to 55 common Han, 56 to 87 less common Han."""
    out = []
    for row in range(first_row, last_row + 1):
        for cell in range(1, 95):
            try:
                out.append(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312"))
            except UnicodeDecodeError:
                pass
    return "".join(out)


def face(source: Path, number: int, text: str, target: Path) -> None:
    options = Options()
    options.font_number = number
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    options.name_languages = [0x409]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    save_font(font, str(target), options)
    print(target.name, target.stat().st_size, "bytes,", len(font.getBestCmap()), "characters")


if __name__ == "__main__":
    noto, out = Path(sys.argv[1]), Path(sys.argv[2])
    signs, common, rare = gb2312(1, 9), gb2312(16, 55), gb2312(56, 87)
    everything = LATIN + SIGNS + signs + common + rare
    face(noto / "NotoSansCJK-Regular.ttc", 2, everything, out / "sans-regular.otf")
    face(noto / "NotoSansCJK-Bold.ttc", 2, everything, out / "sans-bold.otf")
    face(noto / "NotoSerifCJK-Bold.ttc", 2, LATIN + SIGNS + signs + common, out / "serif-bold.otf")
    face(noto / "NotoSansCJK-Regular.ttc", 7, "".join(map(chr, range(0x20, 0x7F))), out / "mono-regular.otf")
