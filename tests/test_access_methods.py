"""Every method of this addon that RPC can reach, by each role."""

import base64

from lxml import etree

from odoo import Command

from ..engine.access.policy import ROLES
from .test_access_matrix import MatrixCase

EVERYBODY = frozenset(ROLES)
SEEING = frozenset(ROLES) - {"none"}
STEWARD = frozenset(("steward", "administrator"))
SALES = frozenset(("sales", "steward", "administrator"))
ADMINISTRATOR = frozenset(("administrator",))
# whoever may change a value of the customer, which is a colleague's here
CHANGING = frozenset(("finance", "steward", "administrator"))

# model: method: (roles that may call it on what another user has, arguments). What everybody may
# call tells only what the user sees, or opens a list; ORM methods are tried by the matrix.
METHODS = {
    "res.partner": {
        "action_customer_open": (EVERYBODY, ()),
        "action_log_interaction": (SALES, ()),
        "action_open_interactions": (EVERYBODY, ()),
        "action_snooze": (SALES, ()),
        "action_customer_card": (STEWARD, ()),
        "action_customer_profile": (EVERYBODY, ()),
        "action_customer_entry": (EVERYBODY, ()),
        "action_customer_accept_priority": (CHANGING, ()),
        "action_customer_submit": (CHANGING, ()),
        "action_customer_approve": (STEWARD, ()),
        "action_customer_reject": (STEWARD, ()),
        "action_open_audit": (STEWARD, ()),
        "action_open_duplicates": (EVERYBODY, ()),
        "action_open_issues": (EVERYBODY, ()),
        "action_open_operations": (EVERYBODY, ()),
        "action_open_ownership": (EVERYBODY, ()),
        "action_customer_sync_now": (STEWARD, ()),
        "action_open_messages": (STEWARD, ()),
        "action_open_survivor": (EVERYBODY, ()),
        "customer_explain_duplicate": (EVERYBODY, ({"name": "Acme"}, 1)),
        "customer_find_duplicates": (EVERYBODY, ({"name": "Acme"},)),
        "customer_find_duplicates_batch": (EVERYBODY, ([{"name": "Acme"}],)),
        "customer_request_access": (EVERYBODY, ()),
    },
    "res.partner.category": {"action_preview_customer_rule": (STEWARD, ())},
    "ir.filters": {"get_filters": (EVERYBODY, ("res.partner",))},
    "res.config.settings": {
        "action_customer_access_preview": (ADMINISTRATOR, ()),
        "action_customer_find_snapshots": (ADMINISTRATOR, ()),
    },
    "customer.access.preview": {"action_preview": (ADMINISTRATOR, ())},
    "customer.approval.rejection": {"action_reject": (STEWARD, ())},
    "customer.assignment.wizard": {"action_apply": (STEWARD, ())},
    "customer.category": {
        "action_open_customers": (EVERYBODY, ()),
        "action_preview_customer_rule": (STEWARD, ()),
    },
    "customer.care.rule": {"action_try": (SEEING, ())},
    "customer.cleanup": {"action_run": (STEWARD, ())},
    "customer.correction.place": {"action_learn": (ADMINISTRATOR, ())},
    "customer.correction.rule": {"action_try": (STEWARD, ())},
    "customer.dimension": {"action_open_categories": (EVERYBODY, ())},
    "customer.export": {"reason_needed": (STEWARD, ("res.partner", [], "RECORDS", ["name"]))},
    "customer.followup": {"get_day": (SEEING, ())},
    "customer.followup.plan": {
        "action_open_customers": (EVERYBODY, ()),
        "action_try": (SEEING, ()),
    },
    # Sales on its own and unassigned customers
    "customer.followup.snooze": {"action_snooze": (STEWARD, ())},
    "customer.interaction.log": {"action_log": (STEWARD, ())},
    "customer.handover.wizard": {"action_hand_over": (STEWARD, ())},
    "customer.import": {
        "action_check": (STEWARD, ()),
        "action_download": (STEWARD, ()),
        "action_import": (STEWARD, ()),
        "action_import_again": (STEWARD, ()),
        "action_import_decided": (STEWARD, ()),
        "action_next": (STEWARD, ()),
        "action_open_rows": (EVERYBODY, ()),
        "action_pause": (STEWARD, ()),
        "action_resume": (STEWARD, ()),
        "action_undo": (STEWARD, ()),
    },
    "customer.import.row": {
        "action_new": (STEWARD, ()),
        "action_same": (STEWARD, ()),
        "action_skip": (STEWARD, ()),
    },
    # Sales on its own and unassigned customers, see the matrix
    "customer.mass.classification": {"action_apply": (STEWARD, ())},
    "customer.match.pair": {
        "action_different": (STEWARD, ()),
        "action_merge_certain": (STEWARD, ()),
        "action_reopen": (STEWARD, ()),
        "action_same": (STEWARD, ()),
        "customer_review_decide": (STEWARD, ("later", "RECORDS")),
        "customer_review_keep": (STEWARD, ("RECORDS",)),
        "customer_review_next": (STEWARD, ()),
        "customer_review_release": (STEWARD, ("RECORDS",)),
        "customer_review_reopen": (STEWARD, ("RECORDS",)),
    },
    "customer.match.rule": {
        "action_ask": (STEWARD, ()),
        "action_forget": (ADMINISTRATOR, ()),
        "action_open_pairs": (EVERYBODY, ()),
        "action_scan": (STEWARD, ()),
        "action_train": (ADMINISTRATOR, ()),
        "action_try": (STEWARD, ()),
    },
    "customer.match.scan": {"action_stop": (STEWARD, ())},
    "customer.match.training": {"action_activate": (ADMINISTRATOR, ())},
    "customer.merge.wizard": {"action_merge": (STEWARD, ())},
    "customer.nightly": {"action_start": (STEWARD, ()), "action_stop": (STEWARD, ())},
    "customer.operation": {
        "action_do": (STEWARD, ()),
        "action_open_conflicts": (STEWARD, ()),
        "action_open_ownership": (STEWARD, ()),
        "action_undo": (STEWARD, ()),
        "customer_plan_merge": (STEWARD, ([{"master": 1, "members": [1]}],)),
        "customer_preview": (STEWARD, ()),
    },
    "customer.operation.line": {"action_undo": (STEWARD, ())},
    "customer.profile": {"get_profile": (SEEING, ("CUSTOMER",))},
    "customer.timeline": {"get_page": (SEEING, ("CUSTOMER",))},
    "customer.quality.dashboard": {"customer_quality_figures": (STEWARD, ())},
    "customer.quality.issue": {
        "action_apply": (STEWARD, ()),
        "action_ignore": (STEWARD, ()),
        "action_open_partner": (STEWARD, ()),
        "action_reopen": (STEWARD, ()),
    },
    "customer.quality.rule": {"action_try": (STEWARD, ())},
    "customer.quality.run": {"action_start": (STEWARD, ()), "action_stop": (STEWARD, ())},
    "customer.reference.file": {
        "action_load": (ADMINISTRATOR, ()),
        "action_read_columns": (ADMINISTRATOR, ()),
    },
    "customer.consistency.issue": {
        "action_fix": (STEWARD, ()),
        "action_ignore": (STEWARD, ()),
        "action_open_record": (STEWARD, ()),
        "action_refresh": (STEWARD, ()),
        "action_reopen": (STEWARD, ()),
    },
    "customer.endpoint": {
        "action_end_rotation": (ADMINISTRATOR, ()),
        "action_new_secret": (ADMINISTRATOR, ()),
        "action_open_messages": (EVERYBODY, ()),
        "action_replay_failed": (STEWARD, ()),
        "action_set_secret": (ADMINISTRATOR, ("secret",)),
        "action_start": (ADMINISTRATOR, ()),
        "action_stop": (ADMINISTRATOR, ()),
        "action_sync_all": (ADMINISTRATOR, ()),
    },
    "customer.inbound.record": {
        "action_keep": (STEWARD, ()),
        "action_merge": (STEWARD, ()),
        "action_new": (STEWARD, ()),
        "action_same": (STEWARD, ()),
        "action_take": (STEWARD, ()),
    },
    "customer.link.rule": {
        "action_open_suggestions": (EVERYBODY, ()),
        "action_run": (STEWARD, ()),
        "action_try": (STEWARD, ()),
    },
    "customer.link.run": {
        "action_open_operation": (STEWARD, ()),
        "action_stop": (STEWARD, ()),
    },
    "customer.link.suggestion": {
        "action_accept": (STEWARD, ()),
        "action_dismiss": (STEWARD, ()),
        "action_open_record": (STEWARD, ()),
        "action_reopen": (STEWARD, ()),
    },
    "customer.mapping": {
        "action_download": (STEWARD, ()),
        "action_publish": (ADMINISTRATOR, ()),
        "action_try": (STEWARD, ()),
        "action_unpublish": (ADMINISTRATOR, ()),
        "get_targets": (STEWARD, ()),
        "try_customer": (STEWARD, ("CUSTOMER",)),
        "try_sample": (STEWARD, ("[]",)),
    },
    "customer.mapping.upload": {"action_load": (STEWARD, ())},
    "customer.outbox": {"action_replay": (STEWARD, ()), "action_replay_all": (STEWARD, ())},
    "customer.report.import": {"action_import": (STEWARD, ())},
    "customer.report.run": {
        "action_again": (SEEING, ()),
        "action_customers": (SEEING, ()),
        "action_download": (SEEING, ()),
        "action_generate": (SEEING, ()),
        "action_stop": (SEEING, ()),
        "customer_report_rows": (SEEING, ()),
    },
    "customer.report.schedule": {"action_send": (STEWARD, ())},
    "customer.report.template": {
        "action_export_file": (SEEING, ()),
        "action_generate": (SEEING, ()),
        "customer_report_preview": (SEEING, ({}, {})),
    },
    "customer.sale.analysis": {"action_open": (SEEING, ())},
    "customer.stage.dashboard": {"get_data": (SEEING, ())},
    "customer.stage.move": {"action_open_partner": (SEEING, ())},
    "customer.sync.wizard": {"action_send": (ADMINISTRATOR, ())},
    # the user of the system alone, see test_receive
    "customer.system": {
        "action_end_rotation": (ADMINISTRATOR, ()),
        "action_new_secret": (ADMINISTRATOR, ()),
        "action_open_decisions": (EVERYBODY, ()),
        "receive": (frozenset(), ("shop", [])),
    },
    "customer.segment": {"action_open_customers": (STEWARD, ())},
    "customer.setup.step": {
        "action_open": (ADMINISTRATOR, ()),
        "action_tick": (ADMINISTRATOR, ()),
    },
    "customer.snapshot": {
        "action_compare": (STEWARD, ()),
        "action_download": (ADMINISTRATOR, ()),
        "action_find": (ADMINISTRATOR, ()),
        "action_keep": (ADMINISTRATOR, ()),
        "action_take": (ADMINISTRATOR, ()),
    },
    "customer.snapshot.comparison": {
        "action_compare": (STEWARD, ()),
        "action_open_differences": (STEWARD, ()),
    },
    "customer.snapshot.difference": {
        "action_restore": (STEWARD, ()),
        "action_restore_customers": (STEWARD, ()),
    },
    "customer.value": {"action_open_partner": (SEEING, ())},
}
# of the ORM or the web client, with the same rights as theirs, which the matrix tries
OVERRIDDEN = {
    *(
        "copy",
        "copy_data",
        "create",
        "default_get",
        "export_data",
        "fields_get",
        "get_formview_action",
    ),
    *(
        "get_values",
        "get_view",
        "set_values",
        "name_create",
        "name_search",
        "search_panel_select_multi_range",
    ),
    *("session_info", "unlink", "web_name_search", "web_save", "web_save_multi", "write"),
}


class TestAccessMethods(MatrixCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_setting(customer_approval="sales")
        cls.customer = cls.make_customer("Somebody")
        cls.product = cls.env["product.product"].create({"name": "Thing", "taxes_id": False})
        cls.system = cls.env["customer.system"].create(
            {
                "name": "Shop",
                "code": "shop",
                "user_id": cls.make_user("sync_bot", login="cm_methods_bot").id,
            }
        )

    def public_methods(self):
        """(model, name) of the methods of this addon that can be called by RPC."""
        for model, Model in self.env.registry.items():
            if Model._abstract and model not in METHODS:
                continue
            for cls in Model.mro():
                if not cls.__module__.startswith("odoo.addons.customer_master."):
                    continue
                for name, value in vars(cls).items():
                    if name.startswith("_") or not callable(value) or isinstance(value, type):
                        continue
                    # private by its decorator
                    if not any(
                        getattr(vars(base).get(name), "_api_private", False) for base in Model.mro()
                    ):
                        yield model, name

    def test_all_are_in_the_table(self):
        found = {(model, name) for model, name in self.public_methods() if name not in OVERRIDDEN}
        known = {(model, name) for model, methods in METHODS.items() for name in methods}
        self.assertEqual(found - known, set(), "say who may call it, in METHODS")
        self.assertEqual(known - found, set(), "there are no such methods")

    def test_buttons_get_the_chosen_records(self):
        """The web client sends ids with every button, which a method of the model can't take."""
        known = self.env["ir.model.data"].search(
            [("module", "=", "customer_master"), ("model", "=", "ir.ui.view")]
        )
        checked = 0
        for view in self.env["ir.ui.view"].browse(known.mapped("res_id")).filtered("model"):
            Model = type(self.env[view.model])
            for button in etree.fromstring(view.arch).xpath("//button[@type='object']"):
                method = getattr(Model, button.get("name"), None)
                if method:
                    checked += 1
                    with self.subTest(view=view.name, button=button.get("name")):
                        self.assertFalse(getattr(method, "_api_model", False))
        self.assertGreater(checked, 60)

    def test_who_may_call_which(self):
        for role in ROLES:
            user = self.users[role]
            self.authenticate(user.login, user.login)
            for model, methods in METHODS.items():
                for name, (may, arguments) in methods.items():
                    with (
                        self.subTest(role=role, method=f"{model}.{name}"),
                        self.env.cr.savepoint() as savepoint,
                    ):
                        records = self.records(model, user)
                        refused = self.refused(model, name, records, arguments)
                        savepoint.rollback()
                        self.assertIs(not refused, role in may)
                    self.env.invalidate_all()

    def refused(self, model, name, records, arguments):
        """Whether the call was refused; errors about what is missing are none."""
        method = getattr(type(self.env[model]), name)
        ids = [] if getattr(method, "_api_model", False) else [records.ids]
        given = {"RECORDS": records.ids, "CUSTOMER": self.customer.id}
        arguments = [given.get(one, one) if isinstance(one, str) else one for one in arguments]
        call = {"model": model, "method": name, "args": [*ids, *arguments], "kwargs": {}}
        answer = self.url_open("/web/dataset/call_kw", json={"params": call}).json()
        if "error" not in answer:
            return False
        error = answer["error"]["data"]
        self.assertTrue(error["name"].startswith("odoo.exceptions."), error["debug"])
        return error["name"] == "odoo.exceptions.AccessError"

    # -- a record of each model ------------------------------------------------------------

    def records(self, model, user):
        """What a method is called on: of others, but a wizard of the user's own where he may
        make one."""
        maker = getattr(self, f"make_{model.replace('.', '_')}", None)
        if maker:
            return maker()
        values = self.wizard_values(model)
        if values is None:
            Model = self.env[model]
            return Model if Model._abstract else Model.search([], limit=1)
        own = self.env[model].with_user(user)
        return (own if own.has_access("create") else self.env[model]).create(values)

    def wizard_values(self, model):
        customer = [Command.set(self.theirs().ids)]
        rule = self.env["customer.match.rule"].search([], limit=1)
        return {
            "res.config.settings": {},
            "customer.access.preview": {},
            "customer.mapping.upload": {"file": base64.b64encode(b"{}")},
            "customer.report.import": {"file": base64.b64encode(b"{}")},
            "customer.report.run": {},
            "customer.sync.wizard": {"endpoint_id": self.make_customer_endpoint().id}
            if model == "customer.sync.wizard"
            else {},
            "customer.approval.rejection": {"partner_ids": customer, "reason": "No"},
            "customer.assignment.wizard": {
                "category_id": self.env["customer.category"].search([], limit=1).id
            },
            "customer.handover.wizard": {
                "partner_ids": customer,
                "user_ids": [Command.set(self.successor.ids)],
            },
            "customer.followup.snooze": {"partner_ids": customer, "reason": "Closed"},
            "customer.interaction.log": {"partner_id": self.theirs().id},
            "customer.mass.classification": {"partner_ids": customer, "priority": "3"},
            "customer.match.training": {"rule_id": rule.id, "settings": rule._settings().to_json()},
        }.get(model)

    def theirs(self):
        return self.make_customer("Theirs", user_id=self.colleague.id)

    def make_res_partner(self):
        customer = self.theirs()
        customer.customer_approval_state = "to_approve"
        return customer

    def make_res_partner_category(self):
        return self.make_tag("Tag")

    def make_customer_category(self):
        return self.make_category(self.type, "Category")

    def make_customer_cleanup(self):
        return self.env["customer.cleanup"].create({"name": "Clean-Up"})

    def make_customer_export(self):
        return self.theirs()

    def make_customer_import(self):
        file = base64.b64encode(b"Name\nImported Ltd\n")
        return self.env["customer.import"].create({"file": file, "file_name": "customers.csv"})

    def make_customer_import_row(self):
        row = {"number": 1, "outcome": "ambiguous", "candidates": self.theirs().ids}
        record = self.make_customer_import()
        return self.env["customer.import.row"].create({**row, "import_id": record.id})

    def make_customer_mapping(self):
        line = {"column": "name", "target": "name"}
        return self.env["customer.mapping"].create(
            {"name": "Shop", "kind": "record", "line_ids": [Command.create(line)]}
        )

    def make_customer_system(self):
        return self.system

    def make_customer_endpoint(self):
        return self.env["customer.endpoint"].create(
            {
                "name": "Shop",
                "system_id": self.system.id,
                "mapping_id": self.make_customer_mapping().id,
                "url": "https://shop.example.com/hook",
            }
        )

    def make_customer_outbox(self):
        message = {"endpoint_id": self.make_customer_endpoint().id, "res_id": self.customer.id}
        return self.env["customer.outbox"].create({**message, "state": "failed"})

    def make_customer_inbound_record(self):
        return self.env["customer.inbound.record"].create(
            {
                "system_id": self.system.id,
                "key": "key",
                "external_id": "7",
                "action": "upsert",
                "changed_on": "2026-01-01 00:00:00",
                "status": "ambiguous",
                # the role is asked first; decisions themselves are tried in test_receive
                "state": "decided",
                "data": {},
                "partner_id": self.customer.id,
            }
        )

    def make_customer_link_rule(self):
        return self.env["customer.link.rule"].create(
            {
                "name": "Orders",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "field_id": self.env["ir.model.fields"]._get("sale.order", "partner_id").id,
                "line_ids": [Command.create({"path": "client_order_ref", "kind": "ref"})],
            }
        )

    def make_customer_link_run(self):
        return self.env["customer.link.run"].create({"rule_id": self.make_customer_link_rule().id})

    def make_customer_link_suggestion(self):
        order = self.env["sale.order"].create({"partner_id": self.theirs().id})
        return self.env["customer.link.suggestion"].create(
            {
                "rule_id": self.make_customer_link_rule().id,
                "res_model": "sale.order",
                "res_id": order.id,
                "partner_id": self.customer.id,
                "state": "open",
            }
        )

    def make_customer_consistency_issue(self):
        order = self.env["sale.order"].create({"partner_id": self.theirs().id})
        order.partner_invoice_id = self.customer
        self.env.flush_all()
        Issue = self.env["customer.consistency.issue"]
        Issue.action_refresh()
        return Issue.search([("res_model", "=", "sale.order"), ("res_id", "=", order.id)], limit=1)

    def make_customer_report_schedule(self):
        template = self.env["customer.report.template"].search([], limit=1)
        return self.env["customer.report.schedule"].create(
            {
                "name": "Weekly",
                "template_id": template.id,
                "recipient_ids": [Command.set(self.colleague.ids)],
            }
        )

    def make_customer_sale_analysis(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        order.action_confirm()
        self.env.flush_all()
        return self.env["customer.sale.analysis"].search([("order_id", "=", order.id)])

    def make_customer_match_pair(self):
        left, right = self.theirs(), self.theirs()
        self.env.flush_all()
        Pair = self.env["customer.match.pair"]
        rule = self.env["customer.match.rule"].search([], limit=1)
        Pair._store(rule, ([left.id], [right.id], [99.0]))
        return Pair.search([("left_id", "=", left.id)])

    def make_customer_match_scan(self):
        rule = self.env["customer.match.rule"].search([], limit=1)
        return self.env["customer.match.scan"].create({"rule_id": rule.id, "state": "done"})

    def make_customer_merge_wizard(self):
        customers = self.theirs() + self.theirs()
        values = {"partner_ids": [Command.set(customers.ids)], "master_id": customers[0].id}
        return self.env["customer.merge.wizard"].create(values)

    def make_customer_operation(self):
        customers = self.theirs() + self.theirs()
        Operation = self.env["customer.operation"]
        group = {"master": customers[0].id, "members": customers.ids}
        return Operation.browse(Operation.customer_plan_merge([group]))

    def make_customer_operation_line(self):
        return self.make_customer_operation().line_ids

    def make_customer_quality_issue(self):
        customer = self.theirs()
        customer.email = "a@gmial.com"
        self.env.flush_all()
        domain = [("partner_id", "=", customer.id), ("kind", "=", "correction")]
        return self.env["customer.quality.issue"].search(domain, limit=1)

    def make_customer_quality_run(self):
        return self.env["customer.quality.run"].create({"state": "done"})

    def make_customer_reference_file(self):
        values = {"name": "List", "file": base64.b64encode(b"Name\nA\n"), "file_name": "l.csv"}
        return self.env["customer.reference.file"].create(values)

    def make_customer_value(self):
        value = {"r": 5, "f": 5, "m": 5, "score": 100, "segment": "champions"}
        return self.env["customer.value"].create(
            {**value, "partner_id": self.theirs().id, "company_id": self.env.company.id}
        )

    def make_customer_stage_move(self):
        customer = self.theirs()
        customer.customer_stage = "lost"
        return customer.customer_stage_move_ids

    def make_customer_segment(self):
        return self.env["customer.segment"].create({"name": "Not Shared", "domain": "[]"})

    def make_customer_nightly(self):
        return self.env["customer.nightly"].create({"state": "done"})

    def make_customer_snapshot(self):
        return self.env["customer.snapshot"].create({"state": "done"})

    def make_customer_snapshot_comparison(self):
        values = {"snapshot_id": self.make_customer_snapshot().id}
        # they are seen by their users only
        return self.env["customer.snapshot.comparison"].create(
            {**values, "user_id": self.current().id}
        )

    def make_customer_snapshot_difference(self):
        comparison = self.make_customer_snapshot_comparison()
        customer = self.theirs()
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO customer_snapshot_difference
                      (comparison_id, kind, partner_id, res_id, top, field_name, old_value)
               VALUES (%s, 'changed', %s, %s, %s, 'city', '"Wuxi"')""",
            [comparison.id, customer.id, customer.id, customer.id],
        )
        return comparison.difference_ids

    def current(self):
        """The user who is logged in."""
        return self.env["res.users"].browse(self.session.uid)
