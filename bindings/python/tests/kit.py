"""Where the source tree is, and small articles."""
import os

ROOT = os.environ.get("srcdir") or os.path.abspath(
    os.path.join(os.path.dirname(__file__), "..", "..", ".."))
PLUGINS = os.path.join(ROOT, "plugins")
LIST = [{"url": f"/{name}", "title": f"Article {name}"} for name in "abc"]
ARTICLE = {"id": "x", "title": "Le pont", "lang": "fr",
           "body": {"value": "<p>Un paragraphe.</p><p>Un autre.</p>"}}


def bundled(*names):
    return {"plugin_paths": [PLUGINS], "plugins": names}
