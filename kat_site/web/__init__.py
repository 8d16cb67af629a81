"""What every request passes: import `middleware`, `headers`, `wsgi_guard` and `logs` from here."""
