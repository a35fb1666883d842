"""Follow the figures of a page to their rows: what a link says must be what it opens, counted row by row."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import resolve

LINK = re.compile(r'<a class="(?:figure|stage-link|stage-blocked)"\s+href="([^"]+)"\s*>(.*?)</a>', re.S)
NUMBER = re.compile(r"\d[\d.]*")


def list_figures(page):
    """Each figure of a page that is a link: its address and its number."""
    found = [(unescape(url), unescape(re.sub(r"<[^>]+>", " ", said))) for url, said in LINK.findall(page)]
    return [(url, int(NUMBER.search(said)[0].replace(".", ""))) for url, said in found if NUMBER.search(said)]


def find_wrong_figures(browser, figures, seen):
    """The figures whose rows do not add up to them; `seen` keeps what was opened before."""
    wrong = []
    for url, figure in figures:
        if url not in seen:
            seen[url] = open_rows(browser, url)
        if seen[url] != {figure}:
            wrong.append((url, figure, seen[url]))
    return wrong


def open_rows(browser, url):
    """The numbers that the opened page gives: its headline, and the sum of its rows over all its pages."""
    parts = urlsplit(url)
    if parts.fragment == "blok":
        context = browser.get(url).context
        return {sum(block.towers for block in [*context["listed"], *context["blocks"]])}
    name, asked = resolve(parts.path).view_name, dict(parse_qsl(parts.query))
    said, summed = set(), 0
    while True:
        answer = browser.get(f"{parts.path}?{urlencode(asked)}")
        assert answer.status_code == 200, (url, answer.status_code)
        headline, rows = READERS[name](answer.context)
        said |= {headline} - {None}
        if rows is None:
            return said
        summed += rows
        if not answer.context["page"].next:
            return said | {summed}
        asked["cursor"] = answer.context["page"].next


def read_round_rows(context):
    return context["total"], sum(counts or 0 for _profile, counts in context["profiles"])


def read_problems(context):
    shown = context["filter"].form.cleaned_data["show"]
    return context["filter"].count_states()[shown], len(context["rows"])


def read_units(context):
    """Units that are known only as a block's declared figure have no rows of their own."""
    declared = context["blocks"]
    return context["figure"], None if declared else len(context["page"])


def read_readiness(context):
    """One page of forty households is enough: decrypting thousands takes a minute, and the headline counts the same."""
    page = context["page"]
    return context["count"], len(page) if page.is_first and not page.next else None


def read_estate(context):
    tally = context["estate"].tally
    return tally.units if tally.occupancy is None else tally.occupied, None


READERS = {
    "monitoring:round_rows": read_round_rows,
    "monitoring:problems": read_problems,
    "monitoring:hand_overs": lambda context: (context["count"], len(context["lines"])),
    "monitoring:units": read_units,
    "monitoring:readiness_rows": read_readiness,
    "monitoring:estates": lambda context: (None, len(context["page"])),
    "monitoring:estate": read_estate,
    "monitoring:disagreements": lambda context: (context["count"], len(context["groups"])),
}
