from . import (
    customer_import,
    customer_mapping,
    customer_receive,
    report_template,
    snapshot,
    vcard,
)
