"""The questionnaire and everything that happens to its answers: `screening.assessment.assess` judges them."""
