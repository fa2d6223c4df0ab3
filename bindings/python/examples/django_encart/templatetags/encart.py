"""{{ article.body|encart }}, or {{ article.body|encart:"en" }} for labels in a language."""
from django import template

from .. import render

register = template.Library()


@register.filter(name="encart")
def encart_filter(body, lang=None):
    return render(body, lang=lang)
