from . import customer_import, report_template, snapshot
