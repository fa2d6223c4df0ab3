"""The Django example, where Django is."""
import os
import sys
import unittest

from .kit import PLUGINS, ROOT

try:
    import django
except ImportError:
    django = None

EXAMPLES = os.path.join(ROOT, "bindings", "python", "examples")


@unittest.skipUnless(django, "no Django: apt-get install python3-django")
class Filter(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        from django.conf import settings

        sys.path.insert(0, EXAMPLES)
        cls.addClassCleanup(sys.path.remove, EXAMPLES)
        settings.configure(
            INSTALLED_APPS=["django_encart"],
            TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                        "APP_DIRS": True}],
            ENCART={"plugin_paths": [PLUGINS], "plugins": ["footer-controls"]})
        django.setup()

    def page(self, template, **values):
        from django.template import engines

        return engines["django"].from_string("{% load encart %}" + template).render(values)

    def test_a_body_gets_its_boxes(self):
        page = self.page("<main>{{ body|encart }}</main>",
                         body="<p onclick=x>Un paragraphe.</p><script>x()</script>")
        self.assertIn("<p>Un paragraphe.</p>", page)
        self.assertIn('data-encart="footer-controls/top"', page)
        self.assertNotIn("script", page)

    def test_labels_in_a_language(self):
        self.assertIn("Back to top", self.page('{{ body|encart:"en" }}', body="<p>Un.</p>"))

    def test_what_cannot_be_rendered_is_shown_escaped(self):
        with self.assertLogs("django_encart", "WARNING"):
            page = self.page("[{{ body|encart }}]", body="")
        self.assertEqual(page, "[]")
        with self.assertLogs("django_encart", "WARNING"):
            page = self.page("{{ body|encart }}", body='{"body": "<b>"} ')
        self.assertIn("&lt;b&gt;", page)
