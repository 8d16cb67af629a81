"""The Content area, where staff write pages: import `versions` to store texts and `publishing` to publish them."""
