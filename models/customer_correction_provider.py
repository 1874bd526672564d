from odoo import api, models


class CustomerCorrectionProvider(models.AbstractModel):
    """Where other addons plug in what they know of customers: registers, enrichment services.

    Inherit from it, extend :meth:`_provider_suggest`, and ship a ``customer.correction.rule``
    with the code of the suggestions, so that an administrator can turn them off or make them
    automatic::

        class Register(models.AbstractModel):
            _inherit = "customer.correction.provider"

            def _provider_suggest(self, partners):
                found = super()._provider_suggest(partners)
                for partner, entry in self._entries(partners):
                    found.append((partner.id, Suggestion(
                        kind="register", field="street", values={"street": entry.street},
                        reason="provider", confidence=0.9, arguments={"origin": "Register"})))
                return found

    It is called whenever customers are written, with all of them at once: a service over the
    network must be asked beforehand by a job of its own, and answers be kept.
    """

    _name = "customer.correction.provider"
    _description = "Sources of Corrections"

    @api.model
    def _provider_suggest(self, partners) -> list:
        """What is known of ``partners``, in a fixed number of queries.

        :param partners: customers and contact persons, in superuser mode
        :return: tuples ``(partner id, engine.quality.suggest.Suggestion)``; "country" as ISO
            code, "state" as "CN-粤"; reason "provider" tells the argument "origin"
        """
        return []
