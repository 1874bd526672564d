from . import customer_report_pdf
