from . import customer_import, customer_mapping, snapshot
