"""The views and forms of the Content area; `pages.admin` and the project's URLs import its modules."""
