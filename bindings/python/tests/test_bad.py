"""What a host may do wrong: an exception each time, and never a crash."""
import copy
import gc
import logging
import os
import pickle
import subprocess
import sys
import threading
import unittest
import weakref

import encart
from encart import _native

from .kit import ARTICLE, LIST, PLUGINS, bundled


class Values(unittest.TestCase):
    def setUp(self):
        self.engine = encart.Engine(**bundled())

    def test_documents_of_wrong_types(self):
        for document in (None, 5, 1.5, [1, 2], (1,), object(), iter([1]), {1, 2}, Exception):
            for call in (self.engine.load, self.engine.render, self.engine.sanitise,
                         self.engine.strip):
                with self.assertRaises(TypeError, msg=f"{call} {document!r}"):
                    call(document)

    def test_surrogates(self):
        for call in (self.engine.load, self.engine.sanitise, self.engine.strip,
                     lambda d: encart.fill_holes(d, str)):
            with self.assertRaises(UnicodeEncodeError):
                call("<p>\ud800</p>")
        with self.assertRaises(UnicodeEncodeError):
            self.engine.load({"body": {"value": "\udfff"}})
        with self.assertRaises(UnicodeEncodeError):
            self.engine.load("<p>a</p>", lang="\ud800")

    def test_broken_bytes_are_decoded_as_html_is(self):
        self.assertEqual(self.engine.sanitise(b"<p>\xff\xfe\x00\x80</p>")[:3], "<p>")

    def test_options(self):
        article = self.engine.load(ARTICLE)
        for options, error in (({"fromat": "page"}, TypeError), ({"format": 5}, TypeError),
                               ({"format": "a\0b"}, ValueError), ({"now": b"x"}, TypeError),
                               ({"no_plugins": 1}, TypeError), ({"explain": True}, TypeError),
                               ({"explain": "xml"}, ValueError), ({"answers": 5}, encart.Error),
                               ({"answers": object()}, TypeError), ({"answers": "{"}, encart.Error),
                               ({"answers": {"a": float("nan")}}, ValueError),
                               ({"format": "pdf"}, encart.Error)):
            with self.subTest(options), self.assertRaises(error):
                self.engine.render(article, **options)
        for options, error in (({"heading_base": "2"}, TypeError),
                               ({"heading_base": True}, TypeError),
                               ({"heading_base": -1}, ValueError),
                               ({"heading_base": 2**31}, ValueError),
                               ({"max_bytes": 2**64}, OverflowError),
                               ({"max_bytes": 3}, encart.Error), ({"paragraphs": 1}, TypeError),
                               ({"profile": "open"}, encart.Error)):
            with self.subTest(options), self.assertRaises(error):
                self.engine.load("<p>a</p>", **options)
        with self.assertRaises(ValueError):
            self.engine.render(article, **{"\0": 1})

    def test_engines(self):
        for kwargs, error in (({"config": 5}, TypeError), ({"config": "{"}, encart.Error),
                              ({"config": "/nowhere/x.json"}, encart.Error),
                              ({"config": "a\0b"}, ValueError), ({"plugins": "tags"}, TypeError),
                              ({"plugins": [5]}, TypeError), ({"plugin_paths": 5}, TypeError),
                              ({"plugins": ["a\0b"]}, ValueError),
                              ({"collection": 5}, TypeError), ({"services": 5}, AttributeError),
                              ({"services": {"related": 5}}, TypeError),
                              ({"services": {"Not A Name": print}}, encart.Error),
                              ({"services": {"a\0b": print}}, ValueError),
                              ({"services": {5: print}}, TypeError),
                              ({"config": {"sanitise": {"deny": {"elements": ["scirpt"]}}}},
                               encart.Error)):
            with self.subTest(kwargs), self.assertRaises(error):
                encart.Engine(**{**bundled(), **kwargs})

    def test_errors_tell_why_and_where(self):
        with self.assertRaises(encart.Error) as caught:
            self.engine.load('{"tags": [\n{"name": 5}], "body": {"value": ""}}', source="a.json",
                             format="json")
        error = caught.exception
        self.assertEqual((error.code, error.status), ("ENCART_EPARSE", -4))
        self.assertEqual((error.source, error.path, error.line), ("a.json", "tags[0].name", 2))
        self.assertEqual(error.message, "tags[0].name: expected a string, found an integer")
        self.assertEqual(str(error),
                         "a.json:2: tags[0].name: expected a string, found an integer")

    def test_huge(self):
        with self.assertRaises(encart.Error) as caught:
            self.engine.load("<p>" + "x" * (33 << 20))
        self.assertEqual(caught.exception.code, "ENCART_ELIMIT")
        text = "<p>mot mot mot</p>" * 50000
        self.assertGreater(len(self.engine.render(text).html), 800000)

    def test_deep(self):
        html = self.engine.sanitise("<div>" * 100000 + "x")
        self.assertIn("x", html)
        with self.assertRaises(encart.Error):
            self.engine.load('{"x":' + "[" * 100000, format="json")

    def test_native_objects_cannot_be_made_or_copied(self):
        for kind in (_native.Article, _native.Result):
            with self.assertRaises(TypeError):
                kind()
        for args in ((), (1,), (None,) * 6, (None, None, (), (), 5, {}),
                     (None, None, (5,), (), None, {}), (5, None, (), (), None, {}),
                     (None, "x", (), (), None, {})):
            with self.assertRaises(TypeError):
                _native.Engine(*args)
        with self.assertRaises(TypeError):
            class Sub(_native.Engine):  # noqa: F841
                pass
        article = self.engine.load(ARTICLE)
        for make in (copy.deepcopy, pickle.dumps):
            with self.assertRaises(TypeError):
                make(article)

    def test_native_arguments(self):
        native = self.engine._native
        article = self.engine.load(ARTICLE)._native
        for call in (lambda: native.render(5, {}), lambda: native.render(article, 5),
                     lambda: native.load("x"), lambda: native.load("x", None),
                     lambda: native.render(native, {}), lambda: native.strip(),
                     lambda: native.render(article, {5: 5})):
            with self.assertRaises(TypeError):
                call()


class Hosts(unittest.TestCase):
    """Functions of the host's that misbehave."""

    def engine(self, function, *names):
        return encart.Engine(**bundled("related", *names), services={"related": function})

    def render(self, function):
        with self.assertLogs("encart", logging.ERROR) as logged:
            result = self.engine(function).render(ARTICLE)
        self.assertIn("Un paragraphe.", result.html)
        self.assertNotIn("related/cards", result.html)
        self.assertIn("rendered without its answer", logged.output[0])
        return result

    def test_one_that_raises_costs_its_answer(self):
        def raises(_):
            raise LookupError("the database is away")

        error, = self.render(raises).errors
        self.assertIsInstance(error, LookupError)
        self.assertIsNotNone(error.__traceback__)

    def test_one_that_returns_nonsense(self):
        for nonsense in (5 + 0j, object(), {1, 2}, float("nan"), {"related": print}, "\ud800"):
            with self.subTest(nonsense):
                self.assertEqual(len(self.render(lambda _: nonsense).errors), 1)

    def test_one_that_returns_json_of_another_shape(self):
        for shape in (5, True, "{", b"\xff", [1], [[]], {"related": {}}, [{"url": "javascript:x"}],
                      LIST * 2000, "x" * (5 << 20)):
            result = self.engine(lambda _: shape).render(ARTICLE)
            self.assertIn("Un paragraphe.", result.html)
            self.assertNotIn("javascript", result.html)

    def test_one_that_wants_to_leave(self):
        for leave in (KeyboardInterrupt, SystemExit):
            def leaves(_):
                raise leave

            with self.assertRaises(leave):
                self.engine(leaves).render(ARTICLE)

    def test_one_that_takes_other_arguments(self):
        self.assertIsInstance(self.render(lambda: LIST).errors[0], TypeError)

    def test_one_that_renders_again(self):
        inner = encart.Engine(**bundled("tags"))

        def related(_):
            self.assertIn("Un", inner.render(ARTICLE).html)
            self.assertIn("Un", engine.render("<p>Un.</p>", no_plugins=True).html)
            return LIST

        engine = self.engine(related)
        self.assertIn('href="/c"', engine.render(ARTICLE).html)

    def test_one_that_never_stops_rendering(self):
        def related(_):
            nonlocal depth
            depth += 1
            if depth < 30:
                engine.render(ARTICLE)
            return LIST

        depth = 0
        engine = self.engine(related)
        self.assertIn('href="/c"', engine.render(ARTICLE).html)
        self.assertEqual(depth, 30)

    def test_one_that_raises_inside_another_render(self):
        def inner_raises(_):
            raise ValueError("inner")

        inner = self.engine(inner_raises)

        def related(_):
            with self.assertLogs("encart"):
                self.assertEqual(len(inner.render(ARTICLE).errors), 1)
            return LIST

        result = self.engine(related).render(ARTICLE)
        self.assertEqual(result.errors, ())
        self.assertIn('href="/c"', result.html)

    def test_one_that_closes_its_engine(self):
        def related(_):
            engine.close()
            gc.collect()
            return LIST

        engine = self.engine(related)
        self.assertIn('href="/c"', engine.render(ARTICLE).html)

    def test_holes(self):
        page = "<p><!--encart:hole csrf--><!--encart:hole csrf--></p>"
        calls = []

        def raises(name, _):
            calls.append(name)
            raise LookupError(name)

        with self.assertRaises(LookupError):
            encart.fill_holes(page, raises)
        self.assertEqual(len(calls), 1)
        for answer, error in ((5, TypeError), (b"x", TypeError), ("\ud800", UnicodeEncodeError),
                              ("x" * (5 << 20), encart.Error)):
            with self.subTest(str(answer)[:10]), self.assertRaises(error):
                encart.fill_holes(page, lambda *_: answer)
        for function in (None, 5, "x"):
            with self.assertRaises(TypeError):
                encart.fill_holes(page, function)
        with self.assertRaises(TypeError):
            encart.fill_holes(page, lambda: "x")
        nested = encart.fill_holes(page, lambda *_: encart.fill_holes(page, lambda *_: "a"))
        self.assertEqual(nested, "<p><p>aa</p><p>aa</p></p>")


class Lives(unittest.TestCase):
    """Who holds whom."""

    def test_cycles_through_services_are_collected(self):
        class Site:
            def __init__(self):
                self.engine = encart.Engine(**bundled("related"),
                                            services={"related": self.related})
                self.article = self.engine.load(ARTICLE)
                self.result = self.engine.render(self.article)

            def related(self, _):
                return LIST

        site = Site()
        self.assertIn("/c", site.result.html)
        gone = weakref.ref(site)
        del site
        gc.collect()
        self.assertIsNone(gone())

    def test_nothing_is_left_behind(self):
        def rounds(n):
            for _ in range(n):
                engine = encart.Engine(**bundled("related"), services={"related": lambda _: LIST})
                engine.render(ARTICLE).report  # noqa: B018
                for bad in ('{"x', 5):
                    try:
                        engine.load(bad, format="json")
                    except (encart.Error, TypeError):
                        pass

        def pages():
            with open("/proc/self/statm", encoding="ascii") as file:
                return int(file.read().split()[1])

        if not os.path.exists("/proc/self/statm") or "asan" in os.environ.get("LD_PRELOAD", ""):
            self.skipTest("what is in use cannot be seen here")
        rounds(50)
        before = pages()
        rounds(200)
        self.assertLess(pages() - before, 500)  # 2 MB; an engine has about 100 kB


class Processes(unittest.TestCase):
    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_used_after_fork(self):
        engine = encart.Engine(**bundled("related"), services={"related": lambda _: LIST})
        article = engine.load(ARTICLE)
        want = engine.render(article).html
        for _ in range(3):
            pid = os.fork()
            if pid == 0:
                good = engine.render(article).html == want and engine.load(ARTICLE).id == "x"
                os._exit(0 if good else 1)
            self.assertEqual(os.waitpid(pid, 0)[1], 0)
        self.assertEqual(engine.render(article).html, want)

    def test_threads(self):
        engine = encart.Engine(**bundled("related"), services={"related": lambda _: LIST})
        article = engine.load(ARTICLE)
        want = engine.render(article).html
        wrong = []

        def work():
            for i in range(40):
                if engine.render(article if i % 2 else ARTICLE).html != want:
                    wrong.append(i)

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_the_gil_is_given_back(self):
        """While a service waits, another thread renders; while the library works, one counts."""
        started, go = threading.Event(), threading.Event()

        def related(_):
            started.set()
            self.assertTrue(go.wait(60))
            return LIST

        slow = encart.Engine(**bundled("related"), services={"related": related})
        pages = []
        thread = threading.Thread(target=lambda: pages.append(slow.render(ARTICLE).html))
        thread.start()
        self.assertTrue(started.wait(60))
        self.assertIn("Un", encart.Engine(**bundled()).render(ARTICLE).html)
        go.set()
        thread.join()
        self.assertIn('href="/c"', pages[0])

    def test_closed_while_others_render(self):
        engine = encart.Engine(**bundled("related"))
        article = engine.load(ARTICLE)

        def work():
            try:
                while True:
                    engine.render(article)
            except ValueError:
                pass

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        engine.close()
        for thread in threads:
            thread.join()

    def test_left_open_at_exit(self):
        code = ("import encart; keep = []\n"
                "e = encart.Engine(plugin_paths=[%r], plugins=['related'],\n"
                "                  services={'related': lambda r: keep})\n"
                "keep = [e.render('<p>a</p>'), e.load('<p>b</p>'), encart.sanitise('c')]\n"
                "a = e.load('<p>b</p>'); l = [e, a]; l.append(l); del e\n" % PLUGINS)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_in_another_interpreter(self):
        """As mod_wsgi runs applications: each has a module, and services, of its own."""
        try:
            import _xxsubinterpreters as interpreters
        except ImportError:
            self.skipTest("no module to make interpreters with")
        code = (f"import sys; sys.path[:0] = {sys.path!r}\n"
                "import encart\n"
                f"engine = encart.Engine(plugin_paths=[{PLUGINS!r}], plugins=['related'],\n"
                f"    services={{'related': lambda request: {LIST!r}}})\n"
                "def work():\n"
                "    page = engine.render('<p>Un.</p>')\n"
                "    assert 'href=\"/c\"' in page.html and not page.errors\n"
                "work()\n"
                "try: engine.load('')\n"
                "except encart.Error: pass\n")
        for _ in range(2):
            other = interpreters.create()
            interpreters.run_string(other, code)
            interpreters.destroy(other)
        self.assertIn("Un", encart.Engine(**bundled()).render(ARTICLE).html)
