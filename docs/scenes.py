"""How each picture of the manual is reached, for ``screenshots.py``."""

import json
import tempfile
from pathlib import Path

from browser import Page
from scenes_access import AccessScenes
from scenes_backup import BackupScenes
from scenes_correction import CorrectionScenes
from scenes_duplicates import DuplicateScenes
from scenes_followup import FollowupScenes
from scenes_linking import LinkingScenes
from scenes_merge import MergeScenes
from scenes_profile import ProfileScenes
from scenes_quality import QualityScenes
from scenes_reports import ReportScenes
from scenes_start import StartScenes
from scenes_typed import TYPED
from scenes_value import ValueScenes

ENTRY = ".o_customer_entry"


class WebClient:
    """Odoo's web client, as somebody who is logged in."""

    def __init__(self, page: Page, url: str, language: str, database: str):
        self.page = page
        self.url = url
        self.database = database
        self.typed = TYPED[language]
        self.undo = []

    def post(self, path: str, **parameters):
        """Call a JSON route of the server."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": parameters})
        answer = self.page.evaluate(
            f"fetch('{path}', {{method: 'POST', body: {json.dumps(body)},"
            " headers: {'Content-Type': 'application/json'}}).then(r => r.json())"
        )
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer["result"]

    def rpc(self, model: str, method: str, *args, **kwargs):
        """Call a method of the server as the user who is logged in."""
        return self.post(
            "/web/dataset/call_kw", model=model, method=method, args=args, kwargs=kwargs
        )

    def sign_in(self, login: str) -> int:
        """Be this user, whose password is the login; their id."""
        return self.post(
            "/web/session/authenticate", db=self.database, login=login, password=login
        )["uid"]

    def as_salesperson(self) -> None:
        """Be somebody who has customers to follow up, in the language of the picture."""
        chinese = self.rpc("res.users", "context_get")["lang"].startswith("zh")
        user = self.sign_in("demo_sales" if chinese else "demo_sales2")
        self.undo.append(lambda: self.sign_in("admin"))
        language = "zh_CN" if chinese else "en_US"
        self.rpc("res.users", "write", [user], {"lang": language})

    def dialog(self, name: str, **context) -> None:
        """Open an action of the addon over the page that is shown."""
        options = json.dumps({"additionalContext": context})
        self.page.evaluate(
            "void odoo.__WOWL_DEBUG__.root.env.services.action.doAction("
            f"'customer_master.{name}', {options})"
        )
        self.page.wait_for(".modal")

    def change(self, customer: int, values: dict) -> None:
        """Write values that other pictures of the customer tell nothing of."""
        context = {"tracking_disable": True}
        self.rpc("res.partner", "write", [customer], values, context=context)

    def id_of(self, xml_id: str) -> int:
        """Database id of a record of the addon."""
        domain = [["module", "=", "customer_master"], ["name", "=", xml_id]]
        return self.rpc("ir.model.data", "search_read", domain, ["res_id"])[0]["res_id"]

    def go(self, path: str, *selectors: str) -> None:
        """Open a page of the web client and wait for what must be on it."""
        self.page.open(f"{self.url}/odoo/{path}")
        self.page.wait("document.readyState === 'complete'")
        for selector in (".o_web_client .o_main_navbar", *selectors):
            self.page.wait_for(selector)

    def choose(self, selector: str, text: str) -> None:
        """Type into a many2one field and take the first that is offered."""
        self.page.type(selector, text)
        offered = ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) a"
        self.page.wait(f"document.querySelector('{offered}')?.textContent.includes('{text}')")
        self.page.click(offered)

    def act(self, key: str) -> None:
        """Choose in the menu *Actions* of a list what `typed` has by this key."""
        self.page.click(".o_cp_action_menus .dropdown-toggle:has(.fa-cog)")
        self.page.wait_for(".o-dropdown--menu .o_menu_item")
        self.page.evaluate(
            "[...document.querySelectorAll('.o-dropdown--menu .o_menu_item')]"
            f".find(item => item.textContent.trim() === '{self.typed[key]}').click()"
        )

    def customer(self) -> int:
        """The customer that is shown in forms: one that has everything."""
        return self.id_of("res_partner_demo_shulan")


class Scenes(
    QualityScenes,
    LinkingScenes,
    MergeScenes,
    DuplicateScenes,
    CorrectionScenes,
    BackupScenes,
    AccessScenes,
    ReportScenes,
    FollowupScenes,
    ProfileScenes,
    ValueScenes,
    StartScenes,
    WebClient,
):
    """Each method is a picture; its name ends with ``_phone`` if it is in the size of a phone."""

    # -- lists -----------------------------------------------------------------------------

    def list(self):
        self.go("customer-master", ".o_data_row", ".o_search_panel_filter_value")

    def kanban(self):
        self.go("customer-master?view_type=kanban", ".o_kanban_record .o_customer_badge")

    def kanban_phone(self):
        self.go("customer-master", ".o_kanban_record .o_customer_badge")

    def search(self):
        self.list()
        self.page.type(".o_searchview_input", self.typed["search"])
        self.page.wait_for(".o_searchview_autocomplete .o-dropdown-item")
        self.page.press("Enter")
        self.page.wait("document.querySelectorAll('.o_data_row').length < 10")

    def search_filters(self):
        self.list()
        self.page.click(".o_searchview_dropdown_toggler")
        self.page.wait_for(".o_search_bar_menu")

    def pivot(self):
        self.go("customer-analysis", ".o_pivot .o_pivot_cell_value")

    def _upload(self, selector: str, shown: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / self.typed["file"]
            file.write_text(self.typed["rows"], encoding="utf-8")
            self.page.upload(selector, str(file))
            self.page.wait_for(shown)

    def import_file(self):
        self.list()
        self.page.click(".o_control_panel .o_cp_action_menus button:has(.fa-cog)")
        self.page.click(".o-dropdown--menu .o_import_menu")
        self.page.wait_for("input[type=file]")
        self._upload("input[type=file]", ".o_import_data_content tbody tr")

    def import_columns(self):
        field = ".o_field_widget[name=file]"
        self.go("customer-imports/new", field)
        self._upload(f"{field} input[type=file]", f"{field} input[type=text]")
        self.page.click("button[name=action_next]")
        self.page.wait_for(".o_field_widget[name=mapping_line_ids] .o_data_row")
        made = int(self.page.evaluate("location.pathname.split('/').at(-1)"))
        self.undo.append(lambda: self.rpc("customer.import", "unlink", [made]))

    def import_checked(self):
        self.import_columns()
        self.page.click("button[name=action_check]")
        self.page.wait_for(".o_field_widget[name=progress]")
        self.rpc("ir.cron", "method_direct_trigger", [self.id_of("ir_cron_import")])
        self.page.wait_for("button[name=action_import].btn-primary")

    def import_decide(self):
        self.import_checked()
        self.page.click("button[name=action_open_rows]:has([name=review_count])")
        self.page.wait_for(".o_list_view .o_data_row")
        self.page.click(".o_list_view .o_data_row .o_list_record_selector input")
        self.page.wait_for(".o_selection_box, .o_list_selection_box")

    # -- one customer ----------------------------------------------------------------------

    def form(self):
        self.go(f"customer-master/{self.customer()}", ".o_form_view .o_customer_badge")

    def form_customer_master(self):
        self.form()
        self.page.click(".nav-link[name=customer_master]")
        self.page.wait_for("div[name=customer_region_id]")

    def form_phone(self):
        self.form()

    def entry(self):
        self.go("customer-master", ".o_data_row, .o_kanban_record")
        self.page.click(".o_list_button_add, .o-kanban-button-new")
        self.page.wait_for(f"{ENTRY} div[name=name] input, {ENTRY} div[name=name] textarea")

    def entry_messages(self):
        self.entry()
        self.choose(f"{ENTRY} div[name=country_id] input", self.typed["country"])
        for name in ("name", "phone", "email", "vat"):
            field = f"{ENTRY} div[name={name}] :is(input, textarea)"
            self.page.type(field, self.typed[name])
            self.page.leave(field)
        self.page.wait("document.querySelectorAll('.o_customer_field_message').length >= 3")

    def entry_phone(self):
        self.entry()

    def entry_missing_phone(self):
        self.entry()
        self.page.click("footer button[name=action_customer_open]")
        self.page.wait_for(".o_customer_field_message")

    # -- classification --------------------------------------------------------------------

    def categories(self):
        self.go("customer-categories", ".o_group_header")
        self.page.click(".o_group_header")
        self.page.wait_for(".o_data_row")

    def category(self):
        self.go(
            f"customer-categories/{self.id_of('customer_category_region_cn_ec')}",
            ".o_form_view .o_tree_editor",
        )

    def preview(self):
        """The rules have been applied to all demo customers, so only a new one has a preview."""
        [category] = self.rpc(
            "customer.category",
            "create",
            [
                {
                    "name": self.typed["category"],
                    "code": "SITE",
                    "dimension_id": self.id_of("customer_dimension_need"),
                    "customer_rule_domain": "['&', ('country_id.code', '=', 'CN'),"
                    " ('customer_employees', '>=', 200)]",
                }
            ],
        )
        self.undo.append(lambda: self.rpc("customer.category", "unlink", [category]))
        self.go(f"customer-categories/{category}", ".o_form_view .o_tree_editor")
        self.page.click("button[name=action_preview_customer_rule]")
        self.page.wait_for(".modal .o_data_row")

    def mass_classification(self):
        self.list()
        for row in (3, 4, 5):
            self.page.click(f".o_data_row:nth-child({row}) .o_list_record_selector input")
        self.act("classify")
        self.page.wait_for(".modal div[name=add_category_ids] input")
        self.choose(".modal div[name=add_category_ids] input", self.typed["need"])

    def tag(self):
        self.go(f"customer-tags/{self.id_of('res_partner_category_vip')}", ".o_form_view")

    def dimension(self):
        self.go(f"customer-dimensions/{self.id_of('customer_dimension_region')}", ".o_data_row")

    # -- elsewhere -------------------------------------------------------------------------

    def sale_order(self):
        self.go("action-sale.action_quotations_with_onboarding/new", "div[name=partner_id] input")
        self.page.type("div[name=partner_id] input", self.typed["customer"])
        self.page.wait_for(
            ".o-autocomplete--dropdown-menu .o_tag, .o-autocomplete--dropdown-menu .badge"
        )
