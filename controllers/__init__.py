from . import customer_import, customer_receive, snapshot, vcard
