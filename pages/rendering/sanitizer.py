"""Which HTML a page may consist of: everything that we make, and nothing else."""

import nh3

_PLACE = {"x", "y", "width", "height", "rx", "x1", "y1", "x2", "y2", "cx", "cy", "r", "points"}
_PAINT = {"fill", "stroke", "stroke-width", "opacity", "font-size", "text-anchor"}
_SHAPES = {"text", "rect", "line", "circle", "polygon"}
_TAGS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "hr", "br"}
_TAGS |= {"a", "em", "strong", "sup", "span", "table", "thead", "tbody", "tr", "th", "td", "svg", "desc"}
_TAGS |= {"div", "section", "aside", "figure", "figcaption", "details", "summary", "button", "img"}
SANITIZER = nh3.Cleaner(
    tags=_TAGS | _SHAPES,
    attributes={
        "*": {"id", "class"},
        "a": {"href", "rel", "aria-label"},
        "img": {"src", "srcset", "sizes", "width", "height", "loading", "decoding", "alt"},
        "ol": {"start"},
        "th": {"scope", "align"},
        "td": {"align"},
        "div": {"tabindex", "role", "aria-label"},
        "button": {"type", "popovertarget", "aria-label", "aria-describedby"},
        "aside": {"popover", "role"},
        "svg": {"role", "aria-hidden", "aria-labelledby", "viewBox", *_PAINT},
        **{shape: _PLACE | _PAINT for shape in _SHAPES},
    },
    url_schemes={"https", "http", "mailto", "tel", "sms"},
    link_rel=None,
)
