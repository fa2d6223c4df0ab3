"""What the package offers, used as it is meant to be."""
import json
import os
import re
import tempfile
import unittest

import encart
from encart import _native

from .kit import ARTICLE, LIST, PLUGINS, ROOT, bundled


BRIDGE = {"title": "Le pont de la Senne", "lang": "fr", "published": "2024-02-01", "body": {
    "value": "<p>Le pont de la Senne et ses travaux : ce que disent les riverains.</p>"}}
FEW = {"plugins": {"related": {"min": 1}}}
# The articles of a collection: of one subject, and no copies of each other.
WORDS = ["Les riverains craignent le bruit des engins pendant tout l'hiver.",
         "La mairie promet une passerelle pour les piétons et les cyclistes.",
         "Un ingénieur explique comment on remplace un tablier de pierre.",
         "Les commerçants demandent une aide, car plus personne ne passe."]


class Engines(unittest.TestCase):
    def test_renders_out_of_the_box(self):
        with encart.Engine(plugin_paths=[PLUGINS]) as engine:
            result = engine.render("<h1>Un titre</h1><p>Un paragraphe.</p>")
        self.assertIn("<p>Un paragraphe.</p>", result.html)
        self.assertIn('data-encart="footer-controls/top"', result.html)
        self.assertEqual([p["name"] for p in result.report["plugins"]],
                         ["footer-controls", "lire-aussi", "related"])
        self.assertEqual(str(result), result.html)
        self.assertEqual(result.__html__(), result.html)

    def test_configuration_in_each_form(self):
        config = {"plugins": {"reading-time": {"least": 1}}}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "c.json")
            with open(path, "w", encoding="utf-8") as file:
                json.dump(config, file)
            forms = [config, json.dumps(config), json.dumps(config).encode(), path]
            for form in forms + [os.fsencode(path)[:0] or path]:
                engine = encart.Engine(form, **bundled())
                self.assertEqual([p["name"] for p in engine.plugins], ["reading-time"])

    def test_what_is_wrong_with_the_configuration_is_told(self):
        engine = encart.Engine({"plugins": {"related": {"cuont": 2}}}, **bundled())
        self.assertEqual(engine.diagnostics[0]["path"], "plugins.related.cuont")

    def test_plugins_by_name_and_by_folder(self):
        engine = encart.Engine(plugin_paths=[], plugins=[os.path.join(PLUGINS, "tags")])
        self.assertEqual([p["name"] for p in engine.plugins], ["tags"])

    def test_two_engines_do_not_know_each_other(self):
        one = encart.Engine(**bundled("tags"))
        two = encart.Engine(**bundled("related"))
        self.assertNotEqual(one.plugins, two.plugins)
        article = one.load(ARTICLE)
        self.assertEqual(two.render(article).report["plugins"][0]["name"], "related")

    def test_an_article_outlives_its_engine(self):
        engine = encart.Engine(**bundled())
        article, result = engine.load(ARTICLE), engine.render(ARTICLE)
        engine.close()
        engine.close()
        del engine
        self.assertEqual(article.title, "Le pont")
        self.assertIn("Un autre", result.html)

    def test_after_close_it_says_so(self):
        engine = encart.Engine(**bundled())
        article = engine.load(ARTICLE)
        engine.close()
        for call in (lambda: engine.load("x"), lambda: engine.render(article),
                     lambda: article.render(), lambda: engine.plugins,
                     lambda: engine.__enter__(), lambda: engine.strip("x")):
            with self.assertRaisesRegex(ValueError, "the engine is closed"):
                call()

    def test_pure_functions(self):
        self.assertEqual(encart.sanitise("<p onclick=x>a<script>b</script>"), "<p>a</p>\n")
        self.assertEqual(encart.sanitise(b"<h1>a</h1>", heading_base=3, accessible=True),
                         "<h3>a</h3>\n")
        os.environ["ENCART_PLUGINS"] = PLUGINS
        box = '<p>a</p><section data-encart="related/cards"><p>b</p></section>'
        self.assertEqual(encart.strip(box), "<p>a</p>\n")
        self.assertEqual(encart.plugin_path(), PLUGINS)

    def test_version(self):
        with open(os.path.join(ROOT, "include", "encart", "version.h"), encoding="utf-8") as file:
            self.assertIn(f'"{encart.__version__}"', file.read())


class Articles(unittest.TestCase):
    def setUp(self):
        self.engine = encart.Engine(**bundled())

    def test_members(self):
        article = self.engine.load(ARTICLE)
        self.assertEqual((article.title, article.id), ("Le pont", "x"))
        self.assertEqual(article.html, "<p>Un paragraphe.</p>\n<p>Un autre.</p>\n")
        self.assertEqual(article.text, "Un paragraphe.\n\nUn autre.")
        self.assertEqual(article.json()["load"]["words"], 4)
        self.assertEqual(repr(article), "<encart.Article 'Le pont'>")

    def test_documents_of_each_kind(self):
        for document in ("<p>été</p>", "<p>été</p>".encode(), bytearray("<p>été</p>".encode()),
                         memoryview("<p>été</p>".encode())):
            self.assertEqual(self.engine.load(document).html, "<p>été</p>\n")

    def test_saved_and_read_back(self):
        article = self.engine.load(ARTICLE)
        again = self.engine.load(article.save(), format="saved")
        self.assertEqual(again.html, article.html)
        self.assertEqual(again.title, article.title)

    def test_load_options(self):
        article = self.engine.load("<p>a<br><br>b</p>", format="html", paragraphs=False,
                                   lang="en", max_bytes=1000, profile=None)
        self.assertEqual(article.html, "<p>a<br><br>b</p>\n")
        self.assertEqual(article.json()["lang"], "en")


class Results(unittest.TestCase):
    def setUp(self):
        self.engine = encart.Engine(**bundled("related", "tags"))

    def test_slots_and_explain(self):
        result = self.engine.render(ARTICLE, answers={"related": LIST}, explain="text")
        self.assertIn("Article a", result.slot("after-body"))
        self.assertEqual(result.slot("head"), "")
        self.assertIn("related/cards", result.explain)
        self.assertEqual(self.engine.render(ARTICLE).explain, "")
        with self.assertRaises(KeyError):
            result.slot("middle")

    def test_css(self):
        engine = encart.Engine(**bundled("ad-slot"))
        body = "".join(f"<p>{'mot ' * 60}</p>" for _ in range(12))
        self.assertIn("encart", engine.render(body).css)
        self.assertEqual(self.engine.render("<p>a</p>").css, "")

    def test_plan_and_answers(self):
        plan = self.engine.plan(ARTICLE)
        self.assertEqual(plan["needs"][0]["service"], "related")
        for answers in ({"related": LIST}, json.dumps({"related": LIST}),
                        json.dumps({"related": LIST}).encode()):
            self.assertIn('href="/b"', self.engine.render(ARTICLE, answers=answers).html)

    def test_overrides(self):
        off = {"plugins": {"related": False}}
        result = self.engine.render(ARTICLE, answers={"related": LIST}, overrides=off)
        self.assertNotIn("/b", result.html)

    def test_load_options_of_a_document(self):
        result = self.engine.render("Un\n\nDeux", load={"format": "text"}, format="page")
        self.assertIn("<title>Un</title>", result.html)
        with self.assertRaises(TypeError):
            self.engine.render(self.engine.load("x"), load={"format": "text"})


class Services(unittest.TestCase):
    def test_the_host_answers(self):
        asked = []

        def related(request):
            asked.append(request)
            return LIST

        engine = encart.Engine(**bundled("related"), services={"related": related})
        result = engine.render(ARTICLE)
        self.assertIn('href="/c"', result.html)
        self.assertEqual(asked[0]["article"]["title"], "Le pont")
        self.assertEqual(result.errors, ())

    def test_each_form_of_an_answer(self):
        for answer in (LIST, {"related": LIST}, json.dumps(LIST), json.dumps(LIST).encode()):
            engine = encart.Engine(**bundled("related"), services={"related": lambda _: answer})
            self.assertIn('href="/c"', engine.render(ARTICLE).html)

    def test_no_answer(self):
        engine = encart.Engine(**bundled("related"), services={"related": lambda _: None})
        result = engine.render(ARTICLE)
        self.assertNotIn("/c", result.html)
        self.assertEqual(result.errors, ())


class Holes(unittest.TestCase):
    PAGE = "<p><!--encart:hole reader eyJsb25nIjp0cnVlfQ--><!--encart:hole csrf--></p>"

    def test_filled_and_left(self):
        seen = []

        def fill(name, params):
            seen.append((name, params))
            return "<b>é</b>" if name == "reader" else None

        self.assertEqual(encart.fill_holes(self.PAGE, fill),
                         "<p><b>é</b><!--encart:hole csrf--></p>")
        self.assertEqual(seen, [("reader", {"long": True}), ("csrf", {})])


class Collections(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "c.db")
        self.engine = encart.Engine(**bundled("related"))

    def put(self, collection, *titles):
        for i, title in enumerate(titles):
            collection.put(self.engine.load({
                "id": f"n{i}", "url": f"/n{i}", "title": title, "lang": "fr",
                "published": f"2024-01-0{i + 1}",
                "body": {"value": f"<p>Le pont de la Senne et ses travaux. {WORDS[i]}</p>"}}))

    def test_put_look_up_remove(self):
        with encart.Collection(self.path, create=True) as collection:
            self.put(collection, "Le pont", "Les travaux du pont", "La Senne et le pont")
            self.assertEqual(len(collection), 3)
            self.assertEqual(collection.get("n0")["title"], "Le pont")
            self.assertEqual(collection.find(title="LE PONT")["id"], "n0")
            self.assertEqual(collection.find(url="/n1")["id"], "n1")
            self.assertIsNone(collection.find(url="/absent"))
            self.assertIn("n1", [a["id"] for a in collection.related("n0", limit=5)])
            article = self.engine.load({"title": "Le pont de la Senne",
                                        "body": {"value": "<p>Les travaux du pont.</p>"}})
            self.assertTrue(collection.related(article))
            collection.remove("n0")
            for call in (collection.get, collection.remove, collection.related):
                with self.assertRaises(KeyError):
                    call("n0")
        with self.assertRaisesRegex(ValueError, "closed"):
            len(collection)

    def test_transactions(self):
        collection = encart.Collection(self.path, create=True)
        with self.assertRaises(ZeroDivisionError), collection.transaction():
            self.put(collection, "Le pont")
            raise ZeroDivisionError
        self.assertEqual(len(collection), 0)
        with collection.transaction() as inside:
            self.put(inside, "Le pont", "Le tram")
        self.assertEqual(len(collection), 2)
        with collection.transaction(), self.assertRaises(encart.Error):
            with collection.transaction():
                pass

    def test_an_engine_looks_articles_up(self):
        with encart.Collection(self.path, create=True) as collection:
            self.put(collection, "Le pont", "Travaux du pont", "La Senne", "Le pont rouvre")
        for given in (self.path, encart.Collection(self.path, readonly=True)):
            with encart.Engine(FEW, **bundled(), collection=given) as engine:
                result = engine.render(BRIDGE)
                self.assertRegex(result.html, 'href="/n[123]"')

    def test_a_closed_collection_stays_open_for_its_engine(self):
        collection = encart.Collection(self.path, create=True)
        self.put(collection, "Le pont", "Travaux du pont", "La Senne", "Le pont rouvre")
        engine = encart.Engine(FEW, **bundled(), collection=collection)
        collection.close()
        del collection
        self.assertRegex(engine.render(BRIDGE).html, 'href="/n[123]"')

    def test_what_is_no_collection(self):
        with self.assertRaises(encart.Error) as caught:
            encart.Collection(self.path)
        self.assertEqual(caught.exception.code, "ENCART_ENOTFOUND")
        with open(self.path, "w", encoding="ascii") as file:
            file.write("this is no database, whatever its name says " * 100)
        with self.assertRaises(encart.Error) as caught:
            encart.Collection(self.path)
        self.assertEqual(caught.exception.code, "ENCART_ECORRUPT")


class Completeness(unittest.TestCase):
    """What the public structs have, the binding and its stubs have."""

    def members(self, struct, header):
        with open(os.path.join(ROOT, "include", "encart", header), encoding="utf-8") as file:
            body = re.search(r"typedef struct " + struct + r" \{(.*?)\}", file.read(), re.S)[1]
        names = re.findall(r"(\w+);", body)
        return [n for n in names if n not in ("struct_size", "answers_size")]

    def test_every_option_is_there(self):
        for kind, header in (("load", "article.h"), ("render", "render.h"),
                             ("sanitise", "render.h"), ("related", "collection.h")):
            self.assertEqual(list(_native.OPTIONS[kind]),
                             self.members(f"encart_{kind}_options", header))

    def test_every_option_is_in_the_stubs(self):
        with open(os.path.join(os.path.dirname(encart.__file__), "__init__.pyi"),
                  encoding="utf-8") as file:
            stubs = file.read()
        for kind, method in (("load", "load"), ("render", "render"), ("sanitise", "sanitise"),
                             ("related", "related")):
            declared = re.findall(rf"def {method}\(\n(.*?)\) ->", stubs, re.S)
            self.assertTrue(declared)
            for text in declared:
                for name in _native.OPTIONS[kind]:
                    self.assertRegex(text, rf"\b{name}: ")

    def test_every_name_is_in_the_stubs(self):
        with open(os.path.join(os.path.dirname(encart.__file__), "__init__.pyi"),
                  encoding="utf-8") as file:
            stubs = file.read()
        for name in encart.__all__:
            self.assertRegex(stubs, rf"(?m)^(def|class) {name}\b|^{name}:")
        for kind in (encart.Engine, encart.Article, encart.Result, encart.Collection):
            part = re.search(rf"(?ms)^class {kind.__name__}:.*?(?=^\S|\Z)", stubs)[0]
            for name in vars(kind):
                if not name.startswith("_"):
                    self.assertRegex(part, rf"def {name}\(")
