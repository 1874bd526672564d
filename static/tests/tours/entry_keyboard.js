import { press } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";
import { ENTRY, chooseAndTab, customerIsOpen, input, typeAndTab } from "./entry_steps";

// Every step but the first waits for the focus to be where the one before has moved it to.
registry.category("web_tour.tours").add("customer_master.entry_keyboard", {
    steps: () => [
        {
            content: "Open the entry form by its shortcut, from within the search",
            trigger: ".o_list_view .o_searchview_input:focus",
            async run() {
                await press(["Alt", "Shift", "c"]);
            },
        },
        typeAndTab("name", "Keyboard Tour Ltd"),
        typeAndTab("phone", "13800138000"),
        typeAndTab("email", "Info@Tour.Example"),
        typeAndTab("website", "tour.example"),
        typeAndTab("vat", "91440300708461136T"),
        typeAndTab("industry_id"),
        ...chooseAndTab("country_id", "CN"),
        ...chooseAndTab("state_id", "广东"),
        typeAndTab("city", "Shenzhen"),
        typeAndTab("street", "Tour Road 1"),
        typeAndTab("street2", "Room 2"),
        typeAndTab("zip", "518000"),
        typeAndTab("customer_contact_name", "Tab Person"),
        typeAndTab("customer_contact_function", "Buyer"),
        typeAndTab("customer_contact_phone"),
        typeAndTab("customer_contact_email", "tab@tour.example"),
        typeAndTab("user_id"),
        {
            content: "Go on through the classification, which an administrator may add fields to",
            trigger: `${input("customer_type_id")}:focus`,
            async run() {
                while (document.activeElement.closest(".o_field_widget")) {
                    await press("Tab");
                }
            },
        },
        {
            content: "The focus is on Save",
            trigger: `${ENTRY} footer button[name=action_customer_open]:focus`,
            async run() {
                await press("Enter");
            },
        },
        ...customerIsOpen("Keyboard Tour Ltd", "Tab Person"),
    ],
});
