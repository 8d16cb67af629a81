"""The project: settings, URLs, the WSGI application and the commands that serve and export the site."""
