import { registry } from "@web/core/registry";

const APP = ".app_settings_block[data-key=customer_master]";

function box(name) {
    return `${APP} .o_field_widget[name=${name}] input[type=checkbox]`;
}

registry.category("web_tour.tours").add("customer_master.settings", {
    steps: () => [
        { content: "The app's page is open", trigger: `${box("customer_normalize")}:checked` },
        { content: "Reach", trigger: `${box("customer_require_reach")}:checked` },
        { content: "Country", trigger: `${box("customer_require_country")}:checked`, run: "click" },
        { content: "Kind", trigger: `${APP} [name=customer_entry_kind] input`, run: "click" },
        { content: "Person", trigger: ".o_select_menu_item:contains(Person)", run: "click" },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is kept",
            trigger: `${APP}:has([name=customer_require_country] input:not(:checked))`,
        },
        { content: "The others are kept", trigger: `${box("customer_require_reach")}:checked` },
    ],
});
