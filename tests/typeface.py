"""Where does the type of the running text come from?  Source Serif 4, cut down to the signs that the book prints.

    make typeface        writes docs/assets/type/ anew, from the packages that it names

One weight axis serves text and headings; italics are few, and have letters, figures and stops. Both are
named anew, as the licence keeps the name of the whole for the whole. A sign that is neither here nor
meant for the reader's own fonts is found by a test: add it, and make the type anew.
"""

import io
import shutil
from pathlib import Path

import fontpkg_source_serif_4
from fontTools import subset, ttLib
from fontTools.varLib import instancer

NAME = "Orchard Serif"
SOURCE = Path(fontpkg_source_serif_4.__file__).parent
TARGET = Path(__file__).parents[1] / "docs" / "assets" / "type"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ACCENTS = "ÉÖÚÜàáäçèéêëíñóôöøúüćłŞşš"
STOPS = "0123456789 \u00a0!\"'()*+,-./:;=?[]–—‘’“”…−×·"
SIGNS = "#$%&<>@\\^_`{|}~°±²½→≈≠≤≥ημπρσ′"
ITALIC = "&%éöüáíóñçηλμπρστφ"
CUTS = {  # file: (source, axes at 17 px, signs)
    "serif.woff2": ("SourceSerif4[opsz,wght].ttf", (400, 650), LETTERS + ACCENTS + STOPS + SIGNS),
    "serif-italic.woff2": ("SourceSerif4-Italic[opsz,wght].ttf", 400, LETTERS + ITALIC + STOPS),
}
CUSTOM = (1, 4, 16), (3, 6)  # names as a reader sees them, and as a program does


def cut(source: Path, weight: float | tuple[float, float], signs: str) -> bytes:
    """The font with these signs alone, as woff2."""
    font = ttLib.TTFont(source, recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"opsz": 16, "wght": weight})
    options = subset.Options(layout_features=["kern", "liga"], hinting=False, flavor="woff2")
    options.drop_tables += ["STAT", "BASE", "GDEF", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=signs)
    cutter.subset(font)
    for names, name in zip(CUSTOM, (NAME, NAME.replace(" ", "")), strict=True):
        for number in names:
            for record in [one for one in font["name"].names if one.nameID == number]:
                record.string = name
    font["name"].names = [one for one in font["name"].names if one.nameID in (0, 1, 2, 3, 4, 6, 13)]
    font.flavor = "woff2"
    font.save(made := io.BytesIO(), reorderTables=False)
    return made.getvalue()


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    for file, (source, weight, signs) in CUTS.items():
        content = cut(SOURCE / "files" / source, weight, signs)
        (TARGET / file).write_bytes(content)
        print(f"{file}: {len(content)} bytes")
    shutil.copyfile(SOURCE / "LICENSE", TARGET / "OFL.txt")
