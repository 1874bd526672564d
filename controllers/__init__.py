from . import customer_import, customer_mapping, customer_receive, snapshot, vcard
