"""The page on how to reach the clinic, for everybody. Import `contact_page` from `.page`."""
