from odoo.tests import TransactionCase
from . import report_sample as sample

class TestReportPdf(TransactionCase):
    def test_pdf(self):
        pdf, warning = self.env["customer.report.pdf"]._render(sample.report(), sample.rows())
        open("/tmp/gw/a.pdf","wb").write(pdf)
