"""Turns Markdown into safe HTML: import `render` from `markdown`, and `href` from `links`."""
