"""Texts that mean something to some program between a sheet and a printed page. Here they are names, and stay names."""

SQL = """' OR '1'='1|'; DROP TABLE unit; --|" OR ""="|') UNION SELECT 1,2--|1; DELETE FROM mark|';VACUUM;--|\\'; --
/**/OR/**/1=1|$1|?1|:name
%s|%(a)s|{period}|'||(select hash from event)||'|"; attach '/tmp/x'|$$x$$|''|";--|`unit`|E'\\x27'|x' and sleep(9)--
{{unit}}|U&'\\0027'
;copy unit to '/tmp/x'|'; pragma threads=1;--|') ; install httpfs;|[unit]|unit"."name|' having 1=1--|1 or true"""

HTML = """<script>alert(1)</script>|<img src=x onerror=alert(1)>|<svg/onload=alert(1)>|<b>x</b>
<a href="javascript:alert(1)">x</a>
<iframe src=//b.c></iframe>|<style>*{display:none}</style>|"><script>x</script>|'><img src=x>|<!--|-->|<![CDATA[x]]>
]]>|&lt;b&gt;|&amp;amp;|&copy;
&#60;script&#62;|&nbsp;|<body onload=x>|<details open ontoggle=x>|<math><mi>x</mi></math>
<link rel=stylesheet href=//b.c/x.css>|<meta http-equiv=refresh content=0>
<base href=//b.c>|<object data=//b.c>|<form action=//b.c>|<input autofocus onfocus=x>|<video src=//b.c>|<br>|<br/>
</div>|</script>|<x|x>|<>|<template>|<ruby>x<rt>y</rt></ruby>"""

PLOTLY = """<b>bold|<i>x</i>|<sub>2</sub>|<sup>2</sup>|<span style="color:red">x</span>|<a href="http://b.c">x</a>
<extra></extra>|%{x}|%{y:.2f}|%{customdata[0]}
%{hovertext}|<br>second|%{meta[0]}|<s>x</s>|<u>x</u>|<em>x</em>"""

LATEX = """$x^2$|$$\\int$$|\\(x\\)|\\[x\\]|\\frac{1}{2}|$\\href{http://b.c}{x}$|\\input{/etc/passwd}|\\begin{a}|$x$y$
$\\color{red}x$|\\write18{ls}|$5和$6
$\\text{x}$|\\newcommand{\\x}{y}|a_b^c|\\\\|$\\url{http://b.c}$"""

MARKDOWN = """**x**|__x__|*x*|_x_|~~x~~|`x`|```x```|# x|## x|- x|1. x|> x|[a](http://b.c)|![a](http://b.c/d.png)
![](//b.c/d.png)|[a]: http://b.c|<http://b.c>|http://b.c
|https://b.c/x.png|www.b.c|a@b.cn|---|***|* * *|[x]|[ ] x|x[^1]|:red[x]|:blue-background[x]|:material/undo:|:smile:
:streamlit:|\\*x\\*|a\\|[a][b]
![a][b]|[](http://b.c)|:::note|==x==|[[x]]|{#id}|:gray[**x**]|:small[x]|:rainbow[x]"""

FORMULAS = """=1+1|=SUM(A1:A9)|=cmd|' /C calc'!A0|+1+1|-1+1|@SUM(1)|=HYPERLINK("http://b.c";"x")
=WEBSERVICE("http://b.c")|=IMPORTXML("http://b.c","//a")|{=1+1}|=1+1;x|+cmd
-2+3+cmd|@x|=@x|="x"|'=1+1|=A1|=INDIRECT("A1")|=DDE("a";"b";"c")|=1/0|#REF!|#N/A|=RTD("x")|=IMAGE("http://b.c")
=LET(x;1;x)|=_xlfn.x()|=NOW()"""

XML = """</w:t></w:r>|<w:br/>|<w:t>x</w:t>|<w:instrText>INCLUDEPICTURE</w:instrText>|</a:t>|<a:br/>|<!DOCTYPE x>
<!ENTITY x SYSTEM "file:///etc/passwd">|&x;|<?xml version="1.0"?>
<?php x ?>|</p:sp>|<a:hlinkClick/>|xml:space="preserve"|</si>|<f>1+1</f>|_x0041_|_x000D_|</c></row>|&#x0;|&quot;|<w:p/>"""

JINJA = """{{ 7*7 }}|{{x}}|{% for x in y %}|{% endfor %}|{%p endfor %}|{%tr x %}|{# x #}|{{ ''.__class__ }}|{{ self }}
{%- x -%}|{{r x }}|{{p x }}|{_{x}_}|${7*7}|#{7*7}|<%= 7*7 %>
{{ cycler.__init__ }}|{% raw %}|{{{x}}}|{% include 'x' %}|{0}|{unit}|{}|{x!r}|%d|%n"""

PATHS = """../../x|..\\..\\x|C:\\x|/etc/passwd|con|nul.txt|x.csv.exe|file:///etc/passwd|~root|$(id)|`id`|; ls|&& ls|
 ls|x%00y|%2e%2e%2f|\\\\server\\x|x:y|-rf"""


def texts() -> list[str]:
    """Return all of them, each once, with a number behind it that keeps any two apart however they are compared."""
    blocks = (SQL, HTML, PLOTLY, LATEX, MARKDOWN, FORMULAS, XML, JINJA, PATHS)
    found = [text for block in blocks for line in block.split("\n") for text in line.split("|")]
    return [f"{text}{number}村" for number, text in enumerate(dict.fromkeys(text.strip() for text in found if text), start=101)]
