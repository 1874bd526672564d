import { registry } from "@web/core/registry";
import { ENTRY, customerIsOpen, fill, input } from "./entry_steps";
import { row } from "./list_steps";

const WRONG = "Quality Tour Ltd";

registry.category("web_tour.tours").add("customer_master.quality_rule", {
    steps: () => [
        { content: "New rule", trigger: ".o_list_button_add", run: "click" },
        {
            content: "Its name",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Code of companies",
        },
        {
            content: "The field that must be filled",
            trigger: ".o_field_widget[name=field_id] input",
            run: "edit Reference",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains(Reference):not(:contains(Create))",
            run: "click",
        },
        {
            content: "How strict",
            trigger: ".o_field_widget[name=strictness] label:contains(Stops)",
            run: "click",
        },
        { content: "Save", trigger: ".o_form_button_save:enabled", run: "click" },
        { content: "Try it", trigger: "button[name=action_try]", run: "click" },
        { content: "It lists who breaks it", trigger: row(WRONG) },
    ],
});

registry.category("web_tour.tours").add("customer_master.quality_entry", {
    steps: () => [
        { content: "New", trigger: ".o_list_view .o_list_button_add", run: "click" },
        fill("name", "Another Tour Ltd"),
        fill("phone", "13800138000"),
        fill("zip", "12"),
        {
            content: "What is wrong is listed",
            trigger: `${ENTRY} .o_customer_problems button[data-field=zip]`,
            run: "click",
        },
        {
            content: "The click goes to the field",
            trigger: `${input("zip")}:focus`,
            run: "edit 518057",
        },
        { content: "Leave it", trigger: input("city"), run: "click" },
        { content: "Nothing is wrong", trigger: `${ENTRY}:not(:has(.o_customer_problems))` },
        {
            content: "Save",
            trigger: `${ENTRY} footer button[name=action_customer_open]`,
            run: "click",
        },
        ...customerIsOpen("Another Tour Ltd"),
    ],
});

registry.category("web_tour.tours").add("customer_master.quality_issues", {
    steps: () => [
        {
            content: "Figures",
            trigger: ".o_customer_tile[data-name=issues]",
            run: "click",
        },
        {
            content: "Select the issue",
            trigger: `${row(WRONG)} .o_list_record_selector input`,
            run: "click",
        },
        { content: "Ignore", trigger: ".o_control_panel button[name=action_ignore]", run: "click" },
        { content: "It has gone", trigger: `.o_list_view:not(:has(${row(WRONG)}))` },
    ],
});
