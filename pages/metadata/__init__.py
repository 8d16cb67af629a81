"""What machines read: import `metadata` for schema.org, `feed` for Atom, `crawlers` for robots.txt and sitemap."""
