"""The articles that vectors are made of: small, ours, one for each kind of input."""

PARAGRAPHS = [
    "En cinq ans, la longueur des pistes cyclables a triplé, et le nombre de trajets quotidiens "
    "à vélo a suivi la même pente. Les rues du centre ont perdu la moitié de leurs voitures.",
    "Le principal changement tient à la continuité. Les anciens tronçons s'arrêtaient aux "
    "carrefours, là où le danger commence ; les nouveaux les traversent, séparés de la "
    "circulation par une bordure basse.",
    "Les commerçants, d'abord hostiles, constatent que leur clientèle n'a pas fondu. Une enquête "
    "menée auprès de deux cents boutiques montre même une légère hausse des achats.",
    "Trois quartiers attendent encore leur liaison avec le centre. Les associations demandent que "
    "les travaux commencent avant l'été, pour ne pas perdre une saison.",
    "La mairie répond que les marchés sont signés et que les premiers chantiers ouvriront au mois "
    "de juin, rue par rue, afin de ne bloquer personne.",
    "Reste la question des hauteurs, où la pente décourage. Un essai de vélos électriques doit y "
    "commencer à l'automne, avec deux cents machines.",
]

TEXT = "\n\n".join([
    "Les pistes cyclables changent la ville", "En cinq ans, le réseau a triplé.", *PARAGRAPHS[:3],
    "Lire aussi : Le tramway fête ses vingt ans", *PARAGRAPHS[3:],
    "Articles similaires", "Laisser un commentaire", "Retour en haut de la page"]) + "\n"

HTML = (
    f"<h1>Les pistes cyclables</h1><p>{PARAGRAPHS[0]}</p><h2>Un réseau continu</h2>"
    f"<p>{PARAGRAPHS[1]}</p><blockquote><p>On roule enfin.</p></blockquote><p>{PARAGRAPHS[2]}</p>"
    '<figure><img src="/img/piste.jpg" alt="Une piste" width="800" height="450">'
    "<figcaption>Le boulevard Nord.</figcaption></figure><h2>Ce qui reste à faire</h2>"
    f"<p>{PARAGRAPHS[3]}</p><ul><li>douze kilomètres ;</li><li>mille arceaux.</li></ul>"
    f"<p>{PARAGRAPHS[4]} Voir <a href=\"/2023/plan\">le plan</a>.</p><p>{PARAGRAPHS[5]}</p>")

PAGE = f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8"><title>Les pistes cyclables — Journal</title>
<meta property="og:title" content="Les pistes cyclables">
<meta property="article:published_time" content="2024-05-12T07:30:00+02:00">
<link rel="canonical" href="https://example.org/2024/05/pistes">
<script>track()</script></head><body><nav><a href="/">Accueil</a></nav>
<article><h1>Les pistes cyclables</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>
<p>{PARAGRAPHS[2]}</p></article><footer>© Journal</footer></body></html>
"""

ARTICLE = {
    "encart": 1, "id": "velo-42", "url": "https://example.org/2024/05/pistes", "lang": "fr",
    "title": "Les pistes cyclables changent le visage de la ville",
    "summary": "En cinq ans, le réseau a triplé.",
    "published": "2024-05-12T07:30:00+02:00", "modified": "2024-05-13T08:00:00+02:00",
    "authors": [{"name": "Jeanne Morel", "url": "/auteurs/morel", "role": "reporter",
                 "bio": "Suit les transports."}, "Karim Aziz"],
    "section": {"name": "Urbanisme", "url": "/urbanisme"},
    "tags": [{"name": "vélo", "url": "/t/velo"}, {"name": "mobilité", "url": "/t/mobilite"}],
    "image": {"url": "/img/piste.jpg", "alt": "Une piste", "width": 800, "height": 450},
    "comments": {"status": "open", "count": 3, "action": "/commenter"},
    "links": {"prev": {"url": "/2024/04/tram", "title": "Le tramway"}, "next": "/2024/06/bus"},
    "body": {"format": "html", "value": HTML[HTML.index("<p>"):]},
}

ENGLISH = {
    "encart": 1, "id": "birds", "url": "https://example.org/en/birds", "lang": "en",
    "title": "Birds find the coast again", "published": "2024-02-01",
    "modified": "2024-02-02T10:00:00Z", "authors": [{"name": "Ann Lee", "url": "/lee"}],
    "section": "Nature", "tags": [{"name": "birds", "url": "/t/birds"}],
    "comments": {"status": "closed", "count": 12},
    "links": {"prev": "/en/sea", "next": {"url": "/en/sky", "title": "The sky"}},
    "body": {"value": "".join(f"<p>{p}</p>" for p in [
        "Along the coast the terns have come back, after thirty years in which nobody had counted "
        "more than a dozen. Wardens now find two hundred nests on the shingle.",
        "What changed is the fence. It keeps dogs and walkers off the upper beach from April to "
        "August, and costs less than the signs that went before.",
        "The council, which had feared for its visitors, reports more of them than ever. They "
        "come with binoculars, stay for lunch, and leave when the light goes.",
        "Next year the wardens will close a second beach, if the money can be found, and count "
        "the chicks as well as the nests."])},
}

ARABIC = {
    "encart": 1, "id": "kutub", "url": "https://example.org/ar/kutub", "lang": "ar",
    "title": "حافلة الكتب في الأحياء البعيدة", "published": "2024-03-05",
    "modified": "2024-03-06T09:00:00Z", "authors": [{"name": "ليلى حداد", "url": "/haddad"}],
    "section": {"name": "ثقافة", "url": "/ar/thaqafa"},
    "tags": [{"name": "كتب", "url": "/ar/kutub"}],
    "links": {"prev": {"url": "/ar/1", "title": "ورشة الخشب"}},
    "body": {"value": "".join(f"<p>{p}</p>" for p in [
        "تصل الحافلة كل يوم ثلاثاء إلى الأحياء التي لا مكتبة فيها، وتحمل معها ألفين من الكتب "
        "للأطفال والكبار، وتبقى حتى المساء.",
        "يقول السائق إن الأطفال ينتظرونه عند المدرسة، وإن الكبار يأتون بعدهم ليسألوا عن الروايات "
        "الجديدة وكتب الطبخ.",
        "تريد البلدية أن تشتري حافلة ثانية في السنة القادمة، إذا وجدت المال، وأن تزور القرى التي "
        "حول المدينة أيضا."])},
}

RELATED = [
    {"id": "v1", "url": "https://example.org/velos-electriques",
     "title": "Vélos électriques : l'essai des hauteurs", "published": "2024-04-01",
     "section": "Urbanisme"},
    {"id": "v2", "url": "https://example.org/commerces",
     "title": "Les commerces du centre résistent", "published": "2024-03-02"},
    {"id": "v3", "url": "https://example.org/tramway", "title": "Le tramway fête ses vingt ans",
     "published": "2023-09-10", "image": {"url": "/img/tram.jpg", "alt": "Une rame"}},
    {"id": "v4", "url": "https://example.org/carrefours",
     "title": "Carrefours : la fin du feu unique ?", "published": "2024-01-20"},
    {"id": "v5", "url": "https://example.org/birds", "title": "Birds find the coast again",
     "lang": "en", "published": "2023-12-12"},
]

# What attackers try, a line each: the sanitiser leaves the words.
PAYLOADS = r'''
<script>alert(1)</script>un
<p onclick="alert(1)">un</p>
<img src=x onerror=alert(1)>
<a href="javascript:alert(1)">un</a>
<a href=" &#106;avascript:alert(1)">un</a>
<a href="java&#10;script:alert(1)">un</a>
<a href="data:text/html,<script>alert(1)</script>">un</a>
<a href="vbscript:msgbox(1)">un</a>
<svg><script>alert(1)</script></svg>un
<svg onload=alert(1)>un</svg>
<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>
<iframe src="https://evil.example/"></iframe>un
<iframe srcdoc="<script>alert(1)</script>"></iframe>un
<object data="x.swf"></object>un
<embed src="x.swf">un
<form action="/x"><input name=q autofocus onfocus=alert(1)>un</form>
<style>p{background:url(javascript:alert(1))}</style><p>un</p>
<p style="width:expression(alert(1))">un</p>
<link rel=stylesheet href=//evil.example/x.css>un
<meta http-equiv=refresh content="0;url=//evil.example/">un
<base href="//evil.example/"><a href="x">un</a>
<template><img src=x onerror=alert(1)></template>un
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>un
<title><img src=x onerror=alert(1)></title>un
<textarea><script>alert(1)</script></textarea>un
<xmp><img src=x onerror=alert(1)></xmp>un
<!--><img src=x onerror=alert(1)>-->un
<!-- a --!><img src=x onerror=alert(1)>un
<![CDATA[<img src=x onerror=alert(1)>]]>un
<?php echo 1 ?>un
<p title="a" title="b" onmouseover=alert(1)>un</p>
<img """><script>alert(1)</script>">un
<a href="https://ok.example/" target=_blank ping="//evil.example/">un</a>
<video><source onerror=alert(1) src=x></video>un
<details open ontoggle=alert(1)><summary>un</summary>deux</details>
<marquee onstart=alert(1)>un</marquee>
<b><i>un</b> deux</i>
<table><p>un<tr><td>deux</table>
<p>un<p>deux<div>trois
<a href="/a">un <a href="/b">deux</a></a>
<ul><p>un</p><li>deux</ul>
<img src="/a.png" srcset="javascript:alert(1) 1x, /b.png 2x">
<p id="location" name="cookie" class="a b">un</p>
<select><option>un<script>alert(1)</script></select>
<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>
<plaintext>un<script>alert(1)</script>
&lt;script&gt;alert(1)&lt;/script&gt;
<scr<script>ipt>alert(1)</scr</script>ipt>
<p>un & deux &amp; trois &euro; &#x1F600; &#0; &nosuch;</p>
<!--encart:hole csrf--><!--encart:here related--><p>un</p>
'''.strip().split("\n")
