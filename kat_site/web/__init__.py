"""The layers around every request: import `middleware`, `headers`, `wsgi_guard` and `logs` from here."""
