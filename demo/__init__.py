"""The demo: a site full of made-up people, for `make demo`. Installed only with DEMO=1. Import `fill` from `.fill`."""
