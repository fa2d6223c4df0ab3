"""Encart renders articles with the boxes that plugins propose.

    import encart

    engine = encart.Engine()
    result = engine.render("<h1>Un titre</h1><p>Un paragraphe.</p>")
    print(result.html)

An Engine never changes once it is made, and may be used by all threads at once; loading and
rendering give the GIL back. Everything that the library refuses raises encart.Error.
"""
import functools
import json
import logging
import os

from . import _native
from ._native import Error

__all__ = ["Engine", "Article", "Result", "Collection", "Error", "sanitise", "strip",
           "fill_holes", "plugin_path", "__version__"]
__version__ = _native.VERSION

USUAL_PLUGINS = ("lire-aussi", "related", "footer-controls")
_log = logging.getLogger("encart")


def plugin_path():
    """The folder of the bundled plugins: $ENCART_PLUGINS, else where they were installed."""
    return os.environ.get("ENCART_PLUGINS") or _native.PLUGIN_DIR


def _dump(value):
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _json_text(value):
    """JSON text: a str or bytes is that already."""
    if isinstance(value, bytes):
        return value.decode()
    return value if value is None or isinstance(value, str) else _dump(value)


def _document(document, options):
    """The bytes of a document; a dict is an article document (docs/schema/article.json)."""
    if isinstance(document, dict):
        options.setdefault("format", "json")
        return _dump(document)
    return document


def _fs_names(names):
    if isinstance(names, (str, bytes)):
        raise TypeError("expected a list of names, not one")
    return tuple(os.fsencode(name) for name in names)


# ---- services -----------------------------------------------------------------------------------

def _service(function):
    """A function of the host's, from and to JSON. None is no answer."""
    if not callable(function):
        raise TypeError(f"a service must be callable, not {type(function).__name__}")

    def answer(name, request):
        value = function(json.loads(request))
        if value is None:
            return None
        return value if isinstance(value, bytes) else _json_text(value).encode()

    return answer


def _tell(errors):
    """What services raised cost an answer, not the page, and is logged; but who wants to leave
    (KeyboardInterrupt, SystemExit) leaves."""
    for error in errors:
        if not isinstance(error, Exception):
            raise error
        _log.error("a service raised %r: rendered without its answer", error, exc_info=error)


# ---- what is made -------------------------------------------------------------------------------

class Article:
    """Metadata and a sanitised body; rendered any number of times. Made by Engine.load()."""

    __slots__ = ("_native", "_engine")

    def __init__(self, native, engine):
        self._native, self._engine = native, engine

    @property
    def title(self):
        return self._native.title

    @property
    def id(self):
        return self._native.id

    @property
    def html(self):
        """The canonical HTML of the body, without boxes."""
        return self._native.html

    @property
    def text(self):
        """The plain text of the body."""
        return self._native.text

    def json(self):
        """Metadata, body and what loading did: a dict (docs/schema/article.json)."""
        return json.loads(self.json_text())

    def json_text(self):
        """The same as the library's own text."""
        return self._native.json()

    def save(self):
        """A str to be loaded again at copy speed, with format="saved"."""
        return self._native.save()

    def render(self, **options):
        return self._engine.render(self, **options)

    def __repr__(self):
        return f"<encart.Article {self.title!r}>"


class Result:
    """Finished HTML, and the report."""

    __slots__ = ("_native", "_report")

    def __init__(self, native):
        self._native, self._report = native, None

    @property
    def html(self):
        return self._native.html

    @property
    def report(self):
        """Who inserted what, where and why: a dict (docs/schema/report.json)."""
        if self._report is None:
            self._report = json.loads(self._native.report)
        return self._report

    @property
    def report_text(self):
        """The same as the library's own text."""
        return self._native.report

    @property
    def css(self):
        """The stylesheets of the plugins on this page, for a <style> of the host's."""
        return self._native.css

    @property
    def explain(self):
        """The report for people, when the option explain asked for it; else ""."""
        return self._native.explain

    @property
    def errors(self):
        """What services raised: their answers are missing in the page."""
        return self._native.errors

    def slot(self, name):
        """The HTML of one slot, "" when it is empty. KeyError when there is none such."""
        html = self._native.slot(name)
        if html is None:
            raise KeyError(name)
        return html

    def __str__(self):
        return self.html

    def __html__(self):
        """Safe HTML, for Jinja, MarkupSafe and Django."""
        return self.html


# ---- the engine ---------------------------------------------------------------------------------

def _config_parts(config):
    """(file, JSON): a dict, JSON in a str that begins with a brace or in bytes, or a path."""
    if config is None:
        return None, None
    if isinstance(config, dict):
        return None, _dump(config).encode()
    if isinstance(config, bytes):
        return None, config
    if isinstance(config, str) and config.lstrip().startswith("{"):
        return None, config.encode()
    return os.fsencode(config), None


class Engine:
    """From a configuration to renders.

    config        dict, JSON (str or bytes), or the path of a .json or .lua file
    plugin_paths  folders in which plugins are looked up; None: [plugin_path()]
    plugins       names or folders to enable; None: those that are on by default
    collection    a Collection, or the path of one; it is then closed with the engine
    services      functions by name: {"related": function}, called with the request as a dict
                  (docs/schema/request.json); what they return answers (docs/schema/answers.json),
                  None does not
    """

    __slots__ = ("_native", "_collection")

    def __init__(self, config=None, *, plugin_paths=None, plugins=None, collection=None,
                 services=None):
        file, text = _config_parts(config)
        paths = [plugin_path()] if plugin_paths is None else plugin_paths
        names = USUAL_PLUGINS if plugins is None else plugins
        functions = {name: _service(function) for name, function in (services or {}).items()}
        self._native, self._collection = None, None
        if collection is not None and not isinstance(collection, Collection):
            collection = self._collection = Collection(collection)
        self._native = _native.Engine(
            file, text, _fs_names(paths), _fs_names(names),
            None if collection is None else collection._opened(), functions)

    def _opened(self):
        native = self._native
        if native is None:
            raise ValueError("the engine is closed")
        return native

    def load(self, document, *, format=None, **options):
        """An Article from a document: str, bytes, or a dict (an article document)."""
        if format is not None:
            options["format"] = format
        native = self._opened()
        return Article(native.load(_document(document, options), options), self)

    def _article(self, what, load):
        if not isinstance(what, Article):
            return self.load(what, **(load or {}))
        if load:
            raise TypeError("an Article is loaded already: load is for documents")
        return what

    def _ask(self, ask, what, load, options):
        for name in ("answers", "overrides"):
            if name in options:
                options[name] = _json_text(options[name])
        return ask(self._article(what, load)._native, options)

    def render(self, what, *, load=None, **options):
        """A Result from an Article, or from a document with the options `load`."""
        native = self._ask(self._opened().render, what, load, options)
        _tell(native.errors)
        return Result(native)

    def plan(self, what, *, load=None, **options):
        """What a render will ask the host for: a dict (docs/schema/request.json)."""
        return json.loads(self.plan_text(what, load=load, **options))

    def plan_text(self, what, *, load=None, **options):
        return self._ask(self._opened().plan, what, load, options)

    def sanitise(self, html, **options):
        """A safe canonical fragment: nothing in it can run, no prose is lost."""
        return self._opened().sanitise(html, options)[0]

    def sanitise_told(self, html, **options):
        """The same, and the JSON text that tells what was removed or changed."""
        return self._opened().sanitise(html, options)

    def strip(self, html):
        """A rendered fragment without the boxes of this engine's plugins."""
        return self._opened().strip(html)

    @property
    def diagnostics(self):
        """What was wrong with the configuration and the plugins: a list of dicts."""
        return json.loads(self._opened().diagnostics())

    @property
    def plugins(self):
        """The enabled plugins: a list of dicts."""
        return json.loads(self._opened().plugins())

    def close(self):
        """Ends it; what it made lives on. May be called again."""
        self._native = None
        if self._collection is not None:
            self._collection.close()

    def __enter__(self):
        self._opened()
        return self

    def __exit__(self, *_):
        self.close()


# ---- the other articles -------------------------------------------------------------------------

class Collection:
    """The other articles of the site, in one file.

    An engine that uses it keeps the file open until it is closed too.
    """

    __slots__ = ("_native",)

    def __init__(self, path, *, create=False, readonly=False, busy_ms=0):
        self._native = _native.Collection(os.fsencode(path), create, readonly, busy_ms)

    def _opened(self):
        native = self._native
        if native is None:
            raise ValueError("the collection is closed")
        return native

    def put(self, article, *, origin=None, stamp=None):
        """Adds or replaces an article, and updates the lists of its neighbours."""
        if not isinstance(article, Article):
            raise TypeError(f"expected an Article, not {type(article).__name__}")
        self._opened().put(article._native, origin, stamp)

    def remove(self, id):
        """Removes an article. KeyError when there is none such."""
        self._look(self._opened().remove, id)

    def get(self, id):
        """The record of an article: a dict. KeyError when there is none such."""
        return json.loads(self._look(self._opened().get, id))

    def find(self, *, url=None, title=None):
        """The record with this url or title, None when there is none."""
        if (url is None) == (title is None):
            raise TypeError("expected either url or title")
        try:
            return json.loads(self._opened().find(url, title))
        except Error as error:
            if error.code != "ENCART_ENOTFOUND":
                raise
            return None

    def related(self, of, **options):
        """Articles related to an id, or to an Article: a list of dicts, best first."""
        if isinstance(of, Article):
            return json.loads(self._opened().related(of._native, options))
        native = self._opened()
        return json.loads(self._look(native.related, of, options))

    @staticmethod
    def _look(ask, id, *more):
        try:
            return ask(id, *more)
        except Error as error:
            if error.code != "ENCART_ENOTFOUND":
                raise
            raise KeyError(id) from error

    def __len__(self):
        return self._opened().count()

    def close(self):
        self._native = None

    def transaction(self):
        """A `with` block around many puts: all of them, or none when it raises."""
        return _Transaction(self)

    def __enter__(self):
        self._opened()
        return self

    def __exit__(self, *_):
        self.close()


class _Transaction:
    __slots__ = ("_native", "_collection")

    def __init__(self, collection):
        self._native, self._collection = collection._opened(), collection

    def __enter__(self):
        self._native.begin()
        return self._collection

    def __exit__(self, kind, *_):
        if kind is None:
            self._native.commit()
        else:
            self._native.rollback()


# ---- without an engine of one's own -------------------------------------------------------------

@functools.lru_cache(maxsize=None)
def _plain():
    return Engine(plugin_paths=[], plugins=[])


def sanitise(html, **options):
    """HTML in, a safe canonical fragment out, by the default policy."""
    return _plain().sanitise(html, **options)


@functools.lru_cache(maxsize=None)
def _usual():
    return Engine()


def strip(html):
    """A rendered fragment without the boxes of the plugins that are on by default."""
    return _usual().strip(html)


def fill_holes(html, function):
    """Fills the holes that plugins left, after a cache and for one reader.

    `function(name, params)` returns the HTML to stand there, or None for a hole that stays. What
    it raises is raised.
    """
    if not callable(function):
        raise TypeError(f"expected a function, not {type(function).__name__}")
    return _native.fill_holes(html, lambda name, params: function(name, json.loads(params)))
