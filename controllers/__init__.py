from . import customer_import, snapshot, vcard
