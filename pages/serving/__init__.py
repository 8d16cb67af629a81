"""How pages reach a browser: import `documents` for every page by path, `PageCache`, or `export` for static files."""
