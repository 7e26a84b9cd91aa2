"""What HTML may the author of a page write?  What is listed here, and nothing else.

Text, tables, pictures and media of the site's own. Everything that runs, loads from elsewhere, asks
a reader for input or changes the page around it is unknown here; so are the classes and names by
which the press's own figures, marks and boxes are known. What opens must be closed, so that no page
is wrecked from within (see content, which holds a page's content against these lists).
"""

import re

from hooks.page.loads import SETS, SOURCES, candidates, scheme


def _set(words: str) -> set[str]:
    return set(words.split())


EVERYWHERE = _set("class dir hidden id lang role tabindex title translate")
EVERYWHERE_LIKE = re.compile(r"aria-[a-z]+|data-(?!md-|sim|guess|status|full|runs|mark)[a-z-]+")
MEDIA = "controls loop muted preload src"
CELL = "align colspan headers rowspan"
HTML = {
    name: EVERYWHERE | _set(attributes)
    for names, attributes in {
        "a": "download href hreflang name rel type",
        "abbr b bdi bdo br cite code dfn em figcaption figure hr i kbd mark rp rt ruby s samp "
        "small span strong sub summary sup u var wbr": "",
        "address article aside blockquote caption dd div dl dt footer h1 h2 h3 h4 h5 h6 header "
        "hgroup menu nav p pre section tbody tfoot thead tr ul": "",
        "del ins time": "datetime",
        "data": "value",
        "details": "name open",
        "li": "value",
        "ol": "reversed start type",
        "q": "cite",
        "table": "",
        "col colgroup": "span",
        "td": CELL,
        "th": f"{CELL} abbr scope",
        "img": "alt decoding height loading sizes src srcset width",
        "picture": "",
        "source": "height media sizes src srcset type width",
        "video": f"{MEDIA} height playsinline poster width",
        "audio": MEDIA,
        "track": "default kind label src srclang",
        "label": "for",  # as Markdown writes tabs and lists of tasks
        "input": "checked disabled name type",
    }.items()
    for name in names.split()
}
INPUTS = re.compile(r"checkbox|radio __tabbed_\w+")  # type and name
DRAWN = _set(
    "cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size font-style "
    "font-weight gradientTransform gradientUnits height offset opacity points preserveAspectRatio "
    "r rx ry stop-color stop-opacity stroke stroke-dasharray stroke-linecap stroke-linejoin "
    "stroke-opacity stroke-width text-anchor transform version viewBox width x x1 x2 xmlns "
    "xml:space y y1 y2"
)
DRAWINGS = _set(
    "circle defs ellipse g line linearGradient path polygon polyline radialGradient rect stop svg "
    "text tspan"
)
FORMULA = _set(
    "columnalign columnlines columnspacing columnspan depth display displaystyle fence form frame "
    "height largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize "
    "minsize movablelimits notation rowalign rowlines rowspacing rowspan rspace scriptlevel "
    "separator stretchy symmetric voffset width xmlns accent accentunder"
)
FORMULAS = _set(
    "math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts "
    "mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover "
    "none"
)
ELEMENTS = {  # by the name space that a browser puts them in
    "html": HTML,
    "svg": dict.fromkeys(DRAWINGS, EVERYWHERE | DRAWN),
    "math": dict.fromkeys(FORMULAS, EVERYWHERE | FORMULA),
}
ADDRESS_IN_DRAWING = re.compile(r"\\|url\((?!#)", re.IGNORECASE)

LINKS = {"", "http", "https", "mailto", "tel", "//"}
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*")
ADDRESSES = {"href", "cite", *SOURCES, *SETS}

OUR_CLASSES = re.compile(  # by these the press's own are known, to the style sheets and scripts
    r"sim(?:-.*)?|claim(?:-.*)?|cite|term|evidence(?:-.*)?|references|glossary|question|ask|answer"
    r"|formula|marks|guess(?:ed|ing)?|is-(?:guessing|live)|slide|on-slide|book-.*"
    r"|js|md-(?!button(?:--primary)?$).*"
)
OUR_NAMES = re.compile(r"(?:fig|claim|question)-.*|card|plotly.*|__(?!tabbed_|codelineno|span).*")

VOID = _set("area base br col embed hr img input link meta param source track wbr")
OPTIONAL = _set("colgroup dd dt li option p rp rt tbody td tfoot th thead tr")  # their end


def bad_address(name: str, key: str, value: str) -> str:
    """What is wrong with an address, if anything is."""
    if key in ("href", "cite"):
        kind = scheme(value)
        return "" if kind in LINKS else f"leads to '{kind}:'. Link to a page, or by https."
    for one in candidates(value) if key in SETS else [value]:
        if kind := scheme(one):
            if name == "img" and key == "src" and PICTURE.fullmatch(one.strip()):
                continue
            kind = f"{kind}:" if kind != "//" else kind
            return f"loads from '{kind}', not from the site. Keep a copy in docs/."
    return ""


def our_class(value: str) -> str:
    """The first class of an attribute by which the press's own is known."""
    return next(filter(OUR_CLASSES.fullmatch, value.split()), "")
