from . import (
    customer_import,
    customer_mapping,
    customer_receive,
    manual,
    report_template,
    snapshot,
    vcard,
)
