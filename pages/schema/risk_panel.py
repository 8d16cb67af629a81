"""risks.yaml: the short panel on risks that pages share."""

import re
from dataclasses import dataclass

CITED = re.compile(r"\[@([^\]\n]{1,80})\]")


@dataclass(frozen=True)
class RiskPanel:
    """`text` is Markdown. A page that shows the panel need not list its sources."""

    title: str
    text: str

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(CITED.findall(self.text))


# For a check of one page, whose findings must not be about the text of the panel.
RISKS_NAMED = RiskPanel("Risks", "These are the risks.")
