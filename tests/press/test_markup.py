"""Does the HTML of a figure keep to the contract on which script, style and readers rely?"""

import markdown
import pytest

from hooks.page.directive import Page
from hooks.press import Press
from tests.dom import of_class, read, words
from tests.projects import COIN, ROOT, places, tiny

ODD = COIN.replace("share of heads", "<b>heads</b> & tails").replace("one run", "a 'run' <&>")
ODD = ODD.replace('".0%")}', '".0%"), "word": Fact("word")}').replace('"fair"', '"<s>fair</s>"')
ODD = ODD.replace("the coin is bent", "bent <i>coin</i>").replace("tosses {", "<u>tosses</u> {")
PLAIN = COIN.replace('CAUSE_OFF = {"bent": False}\n', "").replace("range(8)", "(0,)")
SELF = COIN.replace('{"bent": False}', '{"tosses": 10}')  # its own control takes the cause away
LONG = COIN.replace("Grid(10, 100, 1000,", f"Grid({', '.join(map(str, range(90, 120)))},")
BLOCKS = """
/// simulation | coin() over tosses
Caption.
///

/// simulation | coin.line()
Caption.
///

/// simulation | odd() over tosses
Caption.
///

/// simulation | plain()
Caption.
///

/// simulation | long() over tosses
Caption.
///

/// simulation | itself() over tosses
Caption.
///
"""


def figures_of(text, press, base=""):
    """The figures in what becomes of a text, as trees."""
    options = {"hooks.page.directive": {"page": Page(press, base=base)}}
    wanted = ["pymdownx.blocks.details", "hooks.page.directive"]
    html = markdown.markdown(text, extensions=wanted, extension_configs=options)
    return read(html).findall(".//figure")


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    return Press(
        tiny(
            tmp_path_factory.mktemp("m") / "p",
            coin=COIN,
            odd=ODD,
            plain=PLAIN,
            long=LONG,
            itself=SELF,
        )
    )


@pytest.fixture(scope="module")
def figures(press):
    """Figures by what they are: with a control, of another view, with odd words, bare, with more
    values than a table in a page has rows, with a control that takes the cause away."""
    found = figures_of(BLOCKS, press, "../")
    return dict(zip(["coin", "line", "odd", "plain", "long", "itself"], found, strict=True))


@pytest.fixture(scope="module")
def chapters():
    """Every figure of the real book."""
    text = "\n".join(
        f"/// simulation | {header}\nCaption.\n///\n"
        for header in dict.fromkeys(place.header for place in places())
    )
    return figures_of(text, Press(ROOT))


def one(tree, name):
    """The only element of a class."""
    (element,) = of_class(tree, name)
    return element


@pytest.fixture
def all_figures(figures, chapters):
    assert len(chapters) >= 3
    return [*figures.values(), *chapters]


def test_parts_stand_in_their_order(all_figures):
    for figure in all_figures:
        parts = [
            child.get("class", child.tag).split()[0]
            for child in figure.iter()
            if child is not figure
        ]
        wanted = ["sim-say", "sim-plot", "sim-poster", "sim-controls", "figcaption", "sim-data"]
        places = [parts.index(part) for part in wanted]
        assert places == sorted(places)


def test_figure_is_named_by_its_sentence(all_figures):
    for figure in all_figures:
        say = one(figure, "sim-say")
        assert figure.get("class") == "sim"
        assert figure.get("id").startswith("fig-")
        assert figure.get("aria-labelledby") == say.get("id") == f"{figure.get('id')}-say"
        assert (say.get("role"), say.get("aria-live")) == ("status", "off")
        assert [e.get("role") for e in of_class(figure, "sim-spoken")] == ["status"]
        assert words(say)


def test_poster_is_an_image_with_a_short_name_and_its_sentence(all_figures):
    for figure in all_figures:
        poster = of_class(one(figure, "sim-plot"), "sim-poster")[0]
        assert (poster.tag, poster.get("role")) == ("svg", "img")
        assert poster.get("aria-describedby") == f"{figure.get('id')}-say"
        name = poster.get("aria-label")
        assert 0 < len(name) < 60
        twins = [
            p.get("aria-label")
            for e in of_class(figure, "sim-twin")
            for p in of_class(e, "sim-poster")
        ]
        assert set(twins) <= {f"{name}, cause off"}
        assert of_class(poster, "marks")


def test_pictures_of_the_book_are_named_by_their_subject_and_not_by_their_code(chapters):
    for figure in chapters:
        name = of_class(figure, "sim-poster")[0].get("aria-label")
        assert "_" not in name
        assert name.lower() != figure.get("id").removeprefix("fig-").replace("-", " ")


def test_ids_are_one_each_and_every_reference_leads_somewhere(all_figures):
    for figure in all_figures:
        ids = [e.get("id") for e in figure.iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        for element in figure.iter():
            for key in ("for", "aria-labelledby", "aria-describedby"):
                assert element.get(key) is None or element.get(key) in ids, key


def test_controls_are_hidden_until_a_script_has_bound_them(all_figures):
    for figure in all_figures:
        form = one(figure, "sim-controls")
        assert "hidden" in form.attrib
        bound = {id(e) for e in form.iter()}
        loose = [e for e in figure.iter() if e.tag in ("input", "button") and id(e) not in bound]
        assert not loose


def test_every_control_has_a_name(all_figures):
    for figure in all_figures:
        labels = {e.get("for") for e in figure.iter("label")}
        inside = {
            id(i) for label in figure.iter("label") if words(label) for i in label.iter("input")
        }
        for element in figure.iter("input"):
            assert element.get("id") in labels - {None} or id(element) in inside
        assert all(words(button) for button in figure.iter("button"))
        assert all(words(f.find("legend")) for f in figure.iter("fieldset"))


def test_what_is_not_prose_is_kept_out_of_the_search(all_figures):
    for figure in all_figures:
        for name in ("sim-plot", "sim-controls", "sim-data"):
            assert "data-search-exclude" in one(figure, name).attrib


def test_nothing_acts_or_is_styled_inline(all_figures):
    for figure in all_figures:
        assert not {"script", "style", "template", "img", "iframe"} & {e.tag for e in figure.iter()}
        for element in figure.iter():
            assert not [key for key in element.attrib if key == "style" or key.startswith("on")]


def test_numbers_are_a_table_with_heads_and_at_most_twenty_rows(all_figures):
    for figure in all_figures:
        details = one(figure, "sim-data")
        assert details.tag == "details"
        for table in details.iter("table"):
            assert words(table.find("caption"))
            columns = len(table.findall("thead/tr/th"))
            rows = table.findall("tbody/tr")
            assert 1 <= len(rows) <= 20
            assert all(len(row) == columns and row[0].tag == "th" for row in rows)
            assert all(e.get("scope") in ("row", "col") for e in table.iter("th"))


def test_data_and_source_are_linked_within_the_site(figures, press):
    for figure in figures.values():
        addresses = [a.get("href") for a in one(figure, "sim-data").iter("a")]
        kinds = [address.rpartition(".")[2] for address in addresses]
        assert kinds == ["csv", "json", "py"]
        for address in [*addresses, figure.get("data-sim")]:
            assert address.startswith("../assets/sim/")
            assert address.removeprefix("../") in press.files


def test_control_goes_over_the_whole_grid_and_stands_at_the_start(figures):
    radios = [e for e in figures["coin"].iter("input") if e.get("name") == "tosses"]
    if radios[0].get("type") == "range":
        (slider,) = radios
        assert (slider.get("min"), slider.get("max"), slider.get("value")) == ("0", "2", "1")
    else:
        assert ["checked" in radio.attrib for radio in radios] == [False, True, False]


def test_trend_has_a_row_for_each_value_of_the_control(figures):
    for name in ("coin", "itself"):
        trend = one(figures[name], "sim-trend")
        assert [words(row[0]) for row in trend.findall("tbody/tr")] == ["10", "100", "1,000"]
    assert not of_class(figures["plain"], "sim-trend")


def test_trend_is_said_in_one_sentence_before_the_numbers(figures):
    for name in ("coin", "itself"):
        _, told, now, *_ = one(figures[name], "sim-data")
        assert words(told).startswith("As “tosses” goes from 10 to 1,000: ")
        assert (told.tag, words(told).count("."), now.tag) == ("p", 1, "div")
    assert one(figures["plain"], "sim-data")[1].tag == "div"


def test_cause_has_a_switch_and_a_twin_only_where_there_is_a_control_value(figures):
    for name, figure in figures.items():
        switches = [e for e in figure.iter("input") if e.get("role") == "switch"]
        assert len(switches) == len(of_class(figure, "sim-twin")) == (name != "plain")
    twin = one(figures["coin"], "sim-twin")
    assert words(twin.find("p")).startswith("Cause off: ")
    assert words(twin.find("p")).removeprefix("Cause off: ") != words(
        one(figures["coin"], "sim-say")
    )
    drawn = [[p.get("d") for p in svg.iter("path")] for svg in figures["coin"].iter("svg")]
    assert drawn[-1] != drawn[-2]


def test_legend_names_each_named_trace(figures):
    assert [words(item) for item in one(figures["coin"], "sim-legend")] == ["one run"]
    assert not of_class(figures["line"], "sim-legend")


def test_words_of_a_simulation_are_text_and_never_markup(figures):
    odd = figures["odd"]
    assert not {"i", "u", "s"} & {e.tag for e in odd.iter()}
    assert "<u>tosses</u>" in words(one(odd, "sim-say"))
    assert words(one(odd, "sim-legend")) == "a 'run' <&>"
    assert "bent <i>coin</i>" in words(one(odd, "sim-cause"))
    assert "<b>heads</b> & tails" in words(one(odd, "sim-now"))
    assert "<s>fair</s>" in words(one(odd, "sim-now"))
    assert "<s>fair</s>" in words(one(odd, "sim-trend"))


def test_names_of_figures_follow_the_call(figures):
    names = [figure.get("id") for figure in figures.values()]
    assert names == ["fig-coin", "fig-coin-line", "fig-odd", "fig-plain", "fig-long", "fig-itself"]
