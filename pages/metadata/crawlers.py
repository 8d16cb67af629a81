"""robots.txt and sitemap.xml, and whether search engines may list the site at all."""

from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings

from pages.catalogue import Catalogue

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


def is_indexed(catalogue: Catalogue) -> bool:
    """Whether search engines may list the pages. A demo is never listed."""
    if settings.DEMO:
        return False
    # A patient must not find a clinic that does not exist. On a developer's machine, which no search engine visits,
    # the sample clinic has the same pages as a real one.
    return not catalogue.clinic.sample or urlsplit(settings.SITE_URL).hostname in OWN_MACHINE


def robots(catalogue: Catalogue) -> bytes:
    """robots.txt. It allows crawlers to fetch a sample clinic's pages, so that they read its `noindex`."""
    lines = ["User-agent: *"]
    for path in settings.NOT_CRAWLED:
        if path in settings.INDEXED_TOO:
            lines.append(f"Allow: {path}$")
        lines.append(f"Disallow: {path}")
    if is_indexed(catalogue):
        lines += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()


def sitemap(catalogue: Catalogue) -> bytes:
    """sitemap.xml: every address that may be listed, with the day of its newest change in changes.yaml."""
    urls = Element("urlset", xmlns=SITEMAPS)
    changed = {page.url: page.changed_on for page in catalogue.pages.values()}
    for path in [*changed, *settings.INDEXED_TOO]:
        url = SubElement(urls, "url")
        SubElement(url, "loc").text = settings.SITE_URL + path
        if day := changed.get(path):
            SubElement(url, "lastmod").text = day.isoformat()
    return bytes(tostring(urls, encoding="utf-8", xml_declaration=True))
