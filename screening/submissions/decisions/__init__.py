"""What clinicians decided and wrote about a submission, and whether it still counts.

`lapses`, `notes` and `urgent` have the models; `standing` says what counts now, and `returning` puts submissions back
into the queue when a decision no longer counts.
"""
