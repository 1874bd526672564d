import { registry } from "@web/core/registry";
import { NO_DIALOG, fill, input, message } from "./entry_steps";
import { search } from "./list_steps";

/** On a phone a many2one opens a page of choices. */
function pick(name, text) {
    const page = ".o_select_create_dialog_content";
    return [
        { content: `Open the choices of ${name}`, trigger: input(name), run: "click" },
        { content: "Search", trigger: `${page} .o_control_panel .fa-search`, run: "click" },
        ...search(text, page),
        {
            content: `Pick ${text}`,
            trigger: `${page} .o_kanban_record:contains("${text}")`,
            run: "click",
        },
        { content: "Picked", trigger: `body:not(:has(${page}))` },
    ];
}

const save = { trigger: ".modal-content footer button[name=action_customer_open]", run: "click" };

registry.category("web_tour.tours").add("customer_master.entry_phone", {
    steps: () => [
        { content: "New", trigger: ".o_kanban_view .o-kanban-button-new", run: "click" },
        {
            content: "The form fits the width",
            trigger: ".modal-content .o_customer_entry",
            run() {
                const body = this.anchor.closest(".modal-body");
                if (body.scrollWidth > body.clientWidth) {
                    throw new Error(`${body.scrollWidth} pixels on ${body.clientWidth}`);
                }
            },
        },
        { content: "Save too early", ...save },
        { content: "It says what is missing", trigger: message("name") },
        fill("name", "Phone Tour Ltd"),
        fill("phone", "13800138000"),
        ...pick("country_id", "China"),
        ...pick("state_id", "广东"),
        fill("city", "Shenzhen"),
        fill("customer_contact_name", "Touch Person"),
        { content: "Save", ...save },
        { content: "The entry form is closed", trigger: NO_DIALOG },
        {
            content: "The customer is open",
            trigger: ".o_form_view [name=child_ids] .o_kanban_record:contains(Touch Person)",
        },
    ],
});
