import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

const ENTRY = ".modal-content:has(.o_customer_entry)";

/** Shows a new salesperson how a customer is entered and found. */
registry.category("web_tour.tours").add("customer_master_tour", {
    url: "/odoo/customer-master",
    steps: () => [
        {
            isActive: ["desktop"],
            trigger: ".o_list_button_add",
            content: _t("Enter your first customer. Alt+Shift+C does it from anywhere in Odoo."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            isActive: ["mobile"],
            trigger: ".o-kanban-button-new",
            content: _t("Enter your first customer."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: `${ENTRY} .o_field_widget[name=name] :is(input, textarea)`,
            content: _t(
                "Type the name. If the customer may be there already, you see it while you type."
            ),
            tooltipPosition: "bottom",
            run: "edit Guided Tour Ltd",
        },
        {
            trigger: `${ENTRY} .o_field_widget[name=email] input`,
            content: _t("A phone number or an email. It is brought into one form by itself."),
            tooltipPosition: "bottom",
            run: "edit Guided.Tour@Example.com",
        },
        {
            trigger: `${ENTRY} button[name=action_customer_open]`,
            content: markup(
                _t("<b>Save</b>. What is missing or wrong is said at the field; nothing is lost.")
            ),
            tooltipPosition: "top",
            run: "click",
        },
        { trigger: "body:not(:has(.o_dialog)) .o_form_view" },
        {
            isActive: ["desktop"],
            trigger: ".o_menu_sections [data-menu-xmlid='customer_master.menu_help']",
            content: _t("Help has the manual for the screen that you are on."),
            tooltipPosition: "bottom",
            run() {},
        },
    ],
});
