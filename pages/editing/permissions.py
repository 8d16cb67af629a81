"""The permissions of the Content area that more than its views ask for."""

PUBLISH, REVIEW = "pages.publish_page", "pages.review_page"
