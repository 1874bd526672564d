from . import (
    customer_selected,
    customer_access_preview,
    base_partner_merge,
    customer_approval_rejection,
    customer_assignment_wizard,
    customer_correction_trial,
    customer_handover_wizard,
    customer_mass_classification,
    customer_merge_wizard,
    customer_report_import,
    customer_match_training,
    customer_match_trial,
)
