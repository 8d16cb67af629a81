"""Words that several questions share."""

# On every question with several kinds of yes: a person whose case fits two of them must not choose the milder one.
IF_MORE_THAN_ONE_FITS = "If more than one fits, choose the most serious or the most recent."
IN_THE_CHART = "You can ask your doctor's office what is in your chart."
