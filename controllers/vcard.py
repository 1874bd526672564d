from odoo.http import request, route

from odoo.addons.web.controllers.vcard import Partner


class CustomerVcard(Partner):
    """Contact cards are a way to take customers out like any other."""

    @route()
    def download_vcard(self, partner_ids=None, partner=None, **kwargs):
        """
        :raise UserError: the user may not export these customers
        """
        asked = partner or request.env["res.partner"].browse(
            [int(one) for one in (partner_ids or "").split(",") if one.isdigit()]
        )
        # before there is a file; what is refused then is not noted
        request.env["customer.export"]._note_cards(asked.exists())
        return super().download_vcard(partner_ids=partner_ids, partner=partner, **kwargs)
