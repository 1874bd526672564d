import { registry } from "@web/core/registry";
import { row } from "./list_steps";

registry.category("web_tour.tours").add("customer_master.snapshot_restore", {
    steps: () => [
        {
            content: "The snapshot",
            trigger: ".o_list_view .o_data_row:first .o_data_cell[name=display_name]",
            run: "click",
        },
        {
            content: "It is compared with now",
            trigger: ".o_form_view button[name=action_compare]",
            run: "click",
        },
        {
            content: "All of it",
            trigger:
                ".o_form_view:has(.o_field_widget[name=partner_ids]) button[name=action_compare]",
            run: "click",
        },
        {
            content: "The value then and now",
            trigger: `${row("Tour Wrong")}:contains("Suzhou"):contains("Wuxi")`,
        },
        {
            content: "A deleted customer",
            trigger: `${row("Tour Gone")} .o_list_record_selector input`,
            run: "click",
        },
        {
            content: "A wrong value",
            trigger: `${row("Suzhou")} .o_list_record_selector input`,
            run: "click",
        },
        { content: "Restore", trigger: "button[name=action_restore]:enabled", run: "click" },
        {
            content: "The preview tells what comes back",
            trigger: ".o_field_widget[name=preview]:contains('Tour Gone')",
        },
        { content: "Do it", trigger: "button[name=action_do]:enabled", run: "click" },
        {
            content: "It is done",
            trigger: ".o_form_view:has(button[name=action_undo]) .o_data_row:contains('Tour Gone')",
        },
    ],
});

registry.category("web_tour.tours").add("customer_master.snapshot_take", {
    steps: () => [
        { content: "Take one", trigger: "button[name=action_take]:enabled", run: "click" },
        {
            content: "It is there",
            trigger: ".o_list_view .o_data_row button[name=action_compare]",
        },
    ],
});
