from odoo.tests import Form, HttpCase, JsonRpcException, tagged

from .common import CustomerCase


@tagged("post_install", "-at_install", "customer_master")
class OwnOnlyCase(CustomerCase, HttpCase):
    """A salesperson who sees only own and unassigned customers, at the server's HTTP interface.

    His own contact and his company are customers of a colleague, and roles are enforced: what the
    web client needs all the same has to work.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env["account.journal"].search([("type", "=", "sale")], limit=1):
            cls.env["account.chart.template"].try_loading("generic_coa", cls.env.company)
        cls.sales = cls.make_user("sales", login="cm_own_only", email="own@only.example")
        for group in (
            "sales_team.group_sale_salesman",
            "account.group_account_invoice",
            "base.group_partner_manager",
        ):
            cls.sales.group_ids += cls.env.ref(group)
        cls.colleague = cls.make_user("sales", login="cm_own_colleague")
        for partner in (cls.sales + cls.colleague).partner_id + cls.env.company.partner_id:
            partner.write({"customer_rank": 1, "user_id": cls.colleague.id})
        cls.own = cls.make_customer("Ownonly Mine", user_id=cls.sales.id, email="m@own.example")
        cls.free = cls.make_customer("Ownonly Nobody's")
        cls.theirs = cls.make_customer(
            "Ownonly Theirs",
            user_id=cls.colleague.id,
            email="secret@theirs.example",
            phone="+49 30 901820",
        )
        cls.contact = cls.make_contact(
            "Ownonly Their Contact", parent_id=cls.theirs.id, email="contact@theirs.example"
        )
        cls.hidden = cls.theirs + cls.contact
        cls.product = cls.env["product.product"].create({"name": "Thing", "list_price": 10})
        cls.set_setting(customer_visibility="own", customer_guard=True)

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.authenticate(self.sales.login, self.sales.login)

    def call(self, model, method, *args, **kwargs):
        """What the web client gets for a method.

        :raise JsonRpcException: its message is the name of the error
        """
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        try:
            return self.make_jsonrpc_request(
                f"/web/dataset/call_kw/{model}/{method}", params, timeout=60
            )
        finally:
            self.env.invalidate_all()

    def assert_refused(self, model, method, *args, **kwargs):
        with self.assertRaises(JsonRpcException) as caught:
            self.call(model, method, *args, **kwargs)
        self.assertEqual(str(caught.exception), "odoo.exceptions.AccessError")

    def specification(self, record, view=None):
        """What the form view reads, with the names of the records that it links to."""
        form = Form(record.with_user(self.sales), view=view)._view["fields_spec"]

        def named(comodel, spec):
            for name, inner in spec.items():
                field = self.env[comodel]._fields[name]
                if field.type == "many2one":
                    inner["fields"] = {"display_name": {}}
                elif "fields" in inner:
                    named(field.comodel_name, inner["fields"])
            return spec

        return named(record._name, form)

    def open_form(self, record, view=None):
        """The values of the form, after its views, as the client opens it."""
        model = record._name
        self.call(model, "get_views", [[False, "form"], [False, "search"]], options={})
        return self.call(model, "web_read", record.ids, self.specification(record, view))[0]

    def fill_form(self, model, values, context=None):
        """Type ``values`` into a new form one after the other, and save what has come out.

        :return: the record
        """
        context = context or {}
        spec = self.specification(self.env[model].with_context(**context))
        state = {}
        for name, value in self.call(model, "onchange", [], {}, [], spec, context=context)[
            "value"
        ].items():
            if self.env[model]._fields[name].type == "many2one":
                state[name] = value and value["id"]
            elif not isinstance(value, list):
                state[name] = value
        for name, value in values.items():
            state[name] = value
            self.call(model, "onchange", [], state, [name], spec, context=context)
        saved = self.call(model, "web_save", [], values, spec, context=context)
        return self.env[model].browse(saved[0]["id"])
