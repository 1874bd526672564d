from odoo import api, models


class CustomerClassification(models.AbstractModel):
    """The service that classifies many customers, by hand."""

    _name = "customer.classification"
    _description = "Classification of Many Customers"
    _inherit = "customer.operation.values"

    @api.model
    def _classify(self, partners, values):
        """Write ``values`` to ``partners`` as an operation.

        :return: the operation, done
        """
        return self._classify_each([(partners, values)])

    @api.model
    def _classify_each(self, changes):
        """Write to customers what each of them gets, as one operation.

        :param changes: tuples (customers, values)
        :return: the operation, done
        """
        partners = self.env["res.partner"].union(*(partners for partners, _values in changes))
        partners.check_access("write")
        operation = self._plan(
            "classification",
            self.env._("Classification of %s customers", len(partners)),
            [{"partner_id": partner.id} for partner in partners],
        )
        lines = operation._lines("planned")
        self._remember(lines)
        for some, values in changes:
            some.write(values)
        operation._journal_rows()
        operation._set_lines({line.id: ("done", False) for line in lines})
        operation._finish()
        return operation
