"""Articles in Django templates: add "django_encart" to INSTALLED_APPS, then

    {% load encart %}
    {{ article.body|encart }}

Settings, none of them needed: ENCART = {"config": …, "collection": …}, the arguments of
encart.Engine.
"""
import functools
import logging

import encart
from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

log = logging.getLogger(__name__)


@functools.lru_cache(maxsize=None)
def engine():
    """One for the process, made when it is first needed; all threads use it."""
    return encart.Engine(**getattr(settings, "ENCART", {}))


def render(body, **options):
    """The body with its boxes, or the body as it was: a page must come out."""
    try:
        return mark_safe(engine().render(body, **options).html)
    except encart.Error as error:
        log.warning("shown without boxes: %s", error)
        return conditional_escape(body)
