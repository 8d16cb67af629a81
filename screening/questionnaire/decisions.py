"""D1 to D14: choices between defensible readings of the sources, each to be approved by a medical director."""

from screening.vocabulary.questionnaires import Decision

DECISIONS = (
    Decision(
        "D1",
        "Controlled and recently checked blood pressure gives a note",
        "Clinics exclude only uncontrolled; a hospital ketamine trial states controlled hypertension is not excluded [T1-2023]",
        "talk first for all hypertension (safer, many more call-backs: nearly half of US adults have it [BP-AHA])",
    ),
    Decision(
        "D2",
        "140/90 as the line",
        "Esketamine label: weigh delay above 140/90 [PDR, S-MPR]",
        "160/100 [FT-160] or 180/100 [CH] are used by others; these are looser",
    ),
    Decision(
        "D3",
        "Primary psychotic disorder gives not now even if steady",
        "Journey Clinical, a large medical partner of such clinics, lists a history of primary psychotic disorder [JC]",
        "talk first if steady: [IW], and a small review of 41 patients found no lasting worsening [PSYREV-21]",
    ),
    Decision(
        "D4",
        "Past psychosis: not now inside 12 months, talk first after",
        "Oxford says 'recent'; no source gives a number",
        "6 or 24 months; or not now always",
    ),
    Decision(
        "D5",
        "Substance problem: not now inside 3 months, talk first after",
        "3 months in [CRTCE, FT]; 12 months in [PSY]",
        "12 months; never plain suggest (we keep talk first)",
    ),
    Decision(
        "D6",
        "Current mild high (hypomania) gives not now",
        "Self-report cannot tell mild from strong; a large trial needed a mania score of 5 or less [ELEKT-X]",
        "talk first for mild",
    ),
    Decision(
        "D7",
        "Bipolar steady 3+ months gives talk first",
        "[JC] does not exclude bipolar; [OX] normally does; a switch to mania after oral ketamine is on record [SWITCH-20]",
        "not now for bipolar I",
    ),
    Decision(
        "D8",
        "Nursing gives not now",
        "Clinic practice and labels",
        "talk first with a milk-discard plan: relative infant dose under 1% in 4 women [LACT-23]; 24-hour pause [NUM]",
    ),
    Decision(
        "D9",
        "Not sure / prefer not to say on suicide right now gives the urgent page",
        "Refusal counts as positive on the NIMH tool (GK) and the page is kind",
        "talk first plus crisis panel",
    ),
    Decision(
        "D10",
        'Thoughts of suicide without plan gives talk first, not "not now"',
        "Chronic ideation is one reason people come; [TOR] accepts it as a symptom; [JC] excludes active ideation",
        "not now",
    ),
    Decision(
        "D11",
        "Heart attack or stroke: not now within 6 weeks, talk first after",
        "[S-EU25]",
        "3 or 6 months",
    ),
    Decision(
        "D12",
        "No treatment tried gives talk first",
        "Not first-line; [VA22], [CANMAT21]",
        "note only",
    ),
    Decision(
        "D13",
        "Family history of schizophrenia gives a note",
        "Only [PSY] excludes it",
        "talk first",
    ),
    Decision(
        "D14",
        "Lamotrigine gives a note; benzodiazepines, opioids, naltrexone, MAOI, stimulants, theophylline gives talk first",
        "Effect of lamotrigine unclear [ANDR-17, LAMO-23]; the rest bear on safety or effect",
        "all talk first",
    ),
)
