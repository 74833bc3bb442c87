"""Every code of the answer contract, version 1, as types.

The contract is public: other programs read these names. They change only with its version number,
and ``tests/contract/test_codes.py`` proves that this module and the contract's list agree.
"""

from typing import Final, Literal, get_args

QuantityCode = Literal[
    "b2m_serum",
    "b2m_urine",
    "creatinine",
    "albumin",
    "ldh",
    "ldh_uln",
    "b2m_uln",
    "calcium",
    "hemoglobin",
    "platelets",
    "lymphocytes",
    "igm",
    "m_protein",
    "total_protein",
    "bun",
    "crp",
    "egfr",
    "crcl",
    "plasma_cells",
    "labeling_index",
    "kappa",
    "lambda",
    "flc_ratio",
    "urine_ph",
    "tumor_regression",
    "age",
    "weight",
    "height",
    "ecog",
    "months_since_therapy",
    "prior_therapies",
    "longest_node",
]

CodedCode = Literal[
    "sex",
    "ldh_level",
    "crp_level",
    "b2m_level",
    "rai_stage",
    "binet_stage",
    "ann_arbor_stage",
    "ighv",
    "disease_phase",
]

PresenceCode = Literal[
    "multiple_myeloma",
    "smoldering_myeloma",
    "mgus",
    "cll",
    "waldenstrom",
    "acute_lymphoblastic_leukemia",
    "follicular_lymphoma",
    "diffuse_large_b_cell_lymphoma",
    "angioimmunoblastic_t_cell_lymphoma",
    "mantle_cell_lymphoma",
    "hodgkin_lymphoma",
    "non_hodgkin_lymphoma",
    "myelofibrosis",
    "cmml",
    "al_amyloidosis",
    "ckd",
    "aki",
    "esrd",
    "dialysis",
    "hiv",
    "cmv",
    "ebv",
    "influenza",
    "sle",
    "rheumatoid_arthritis",
    "sjogren",
    "nephrotoxic_drug",
    "heavy_metal_exposure",
    "del_17p",
    "tp53_mutation",
    "t_4_14",
    "t_14_16",
    "t_14_20",
    "gain_1q",
    "del_1p32",
    "biallelic_del_1p32",
    "bone_marrow_involvement",
    "bone_lesions",
    "anemia",
    "hypercalcemia",
    "hyperproteinemia",
    "cns_leukemia",
]

ObservationCode = Literal[QuantityCode, CodedCode, PresenceCode]

Presence = Literal["present", "absent", "suspected"]

CANONICAL_UNITS: Final[dict[str, str]] = {
    "b2m_serum": "mg/L",
    "b2m_urine": "mg/L",
    "creatinine": "mg/dL",
    "albumin": "g/dL",
    "ldh": "U/L",
    "ldh_uln": "U/L",
    "b2m_uln": "mg/L",
    "calcium": "mg/dL",
    "hemoglobin": "g/dL",
    "platelets": "10*9/L",
    "lymphocytes": "10*9/L",
    "igm": "g/dL",
    "m_protein": "g/dL",
    "total_protein": "g/dL",
    "bun": "mg/dL",
    "crp": "mg/L",
    "egfr": "mL/min/{1.73_m2}",
    "crcl": "mL/min",
    "plasma_cells": "%",
    "labeling_index": "%",
    "kappa": "mg/L",
    "lambda": "mg/L",
    "flc_ratio": "1",
    "urine_ph": "1",
    "tumor_regression": "%",
    "age": "a",
    "weight": "kg",
    "height": "cm",
    "ecog": "1",
    "months_since_therapy": "mo",
    "prior_therapies": "1",
    "longest_node": "cm",
}
"""The one unit (UCUM) in which a quantity's value is stated."""

LOINC: Final[dict[str, str]] = {
    "b2m_serum": "1952-1",
    "creatinine": "2160-0",
    "albumin": "1751-7",
    "calcium": "17861-6",
    "hemoglobin": "718-7",
    "platelets": "777-3",
    "lymphocytes": "731-0",
}
"""The LOINC code of the common method, where one fits."""

CODED_VALUES: Final[dict[str, tuple[str, ...]]] = {
    "sex": ("female", "male"),
    "ldh_level": ("normal", "elevated"),
    "crp_level": ("normal", "elevated"),
    "b2m_level": ("normal", "elevated"),
    "rai_stage": ("0", "I", "II", "III", "IV"),
    "binet_stage": ("A", "B", "C"),
    "ann_arbor_stage": ("I", "II", "III", "IV"),
    "ighv": ("mutated", "unmutated"),
    "disease_phase": ("new_diagnosis", "on_treatment", "plateau", "remission", "relapse"),
}
"""What a coded observation may say, in the contract's order."""

RuleCode = Literal[
    "iss",
    "r_iss",
    "r2_iss",
    "imwg_high_risk",
    "b2m_labeling_index",
    "b2m_4_survival",
    "ipsswm",
    "r_ipsswm",
    "cll_ipi",
    "ball",
    "cll_four_factor",
    "all_b2m",
    "flipi2",
    "prima_pi",
    "geltamo_ipi",
    "aitl_score",
    "b2m_level",
    "serum_urine_pattern",
    "renal_function",
    "crcl_cockcroft_gault",
    "egfr_ckd_epi_2021",
    "egfr_ckd_epi_b2m",
    "b2m_trend",
    "plateau_response",
]

RULE_OUTCOMES: Final[dict[str, tuple[str, ...]]] = {
    "iss": ("I", "II", "III"),
    "r_iss": ("I", "II", "III"),
    "r2_iss": ("I", "II", "III", "IV"),
    "imwg_high_risk": ("high_risk", "not_high_risk"),
    "b2m_labeling_index": ("low", "intermediate", "high"),
    "b2m_4_survival": ("low", "high"),
    "ipsswm": ("low", "intermediate", "high"),
    "r_ipsswm": ("very_low", "low", "intermediate", "high", "very_high"),
    "cll_ipi": ("low", "intermediate", "high", "very_high"),
    "ball": ("low", "intermediate", "high"),
    "cll_four_factor": ("low", "intermediate", "high"),
    "all_b2m": ("low", "high"),
    "flipi2": ("low", "intermediate", "high"),
    "prima_pi": ("low", "intermediate", "high"),
    "geltamo_ipi": ("low", "low_intermediate", "high_intermediate", "high"),
    "aitl_score": ("low", "intermediate", "high"),
    "b2m_level": ("normal", "elevated"),
    "serum_urine_pattern": ("glomerular", "tubular", "mixed", "normal"),
    "renal_function": (
        "normal",
        "mildly_reduced",
        "moderately_reduced",
        "severely_reduced",
        "kidney_failure",
    ),
    "b2m_trend": ("rising", "falling", "stable"),
    "plateau_response": ("as_expected", "not_as_expected"),
}
"""The outcomes of each rule that classifies, in the rule's own order."""

FORMULA_UNITS: Final[dict[str, str]] = {
    "crcl_cockcroft_gault": "mL/min",
    "egfr_ckd_epi_2021": "mL/min/{1.73_m2}",
    "egfr_ckd_epi_b2m": "mL/min/{1.73_m2}",
}
"""The unit of each rule whose outcome is a number."""

CautionCode = Literal[
    "renal_confounding",
    "dialysis_accumulation",
    "non_specific",
    "infection_or_inflammation",
    "unit_assumed",
    "specimen_assumed",
    "implausible_value",
    "conflicting_values",
    "not_at_diagnosis",
    "wrong_disease",
    "historic_cohort",
    "simplified_in_source",
    "urine_degradation",
    "censored_value",
]

NextStepCode = Literal[
    "spep_immunofixation",
    "serum_free_light_chains",
    "cbc",
    "metabolic_panel",
    "renal_function_tests",
    "ldh",
    "urine_24h_protein",
    "upep_uife",
    "bone_marrow_biopsy",
    "skeletal_imaging",
    "fish_cytogenetics",
    "corrected_or_alternative_marker",
    "review_infection_inflammation",
    "repeat_b2m",
    "annual_b2m_dialysis",
    "assess_relapse",
]

TopicCode = Literal[
    "b2m.what_it_is",
    "b2m.production_and_clearance",
    "b2m.reference_range",
    "b2m.meaning_of_elevation",
    "b2m.not_a_diagnosis",
    "b2m.low_value",
    "b2m.serum_and_urine",
    "b2m.units",
    "causes.overview",
    "causes.malignancy",
    "causes.kidney",
    "causes.dialysis",
    "causes.infection",
    "causes.hiv",
    "causes.autoimmune",
    "causes.tubular",
    "myeloma.overview",
    "myeloma.tumor_burden",
    "myeloma.prognosis",
    "myeloma.iss",
    "myeloma.r_iss",
    "myeloma.r2_iss",
    "myeloma.high_risk",
    "myeloma.labeling_index",
    "myeloma.diagnosis",
    "cll.prognosis",
    "cll.cll_ipi",
    "waldenstrom.ipsswm",
    "all.prognosis",
    "lymphoma.prognosis",
    "lymphoma.indices",
    "myeloid.elevation",
    "renal.confounding",
    "renal.corrected_b2m",
    "workup.initial",
    "workup.myeloma",
    "monitoring.serial",
    "monitoring.response",
    "monitoring.relapse",
    "monitoring.dialysis",
    "assistant.sources",
    "assistant.review_status",
    "assistant.limits",
]

Comparator = Literal["=", "<", "<=", ">", ">=", "~"]
Assumption = Literal["unit", "specimen", "date"]
AnswerKind = Literal[
    "assessment", "trend", "knowledge", "clarification", "refusal", "help", "smalltalk"
]
FindingStatus = Literal["definite", "possible", "not_applicable"]
Audience = Literal["clinician", "care_team", "plain"]
ReviewStatus = Literal["submitted", "under_review", "approved"]
Asked = Literal[ObservationCode, "condition", "patient", "specimen", "unit", "index"]

QUANTITIES: Final = frozenset(get_args(QuantityCode))
CODED: Final = frozenset(get_args(CodedCode))
PRESENCES: Final = frozenset(get_args(PresenceCode))
