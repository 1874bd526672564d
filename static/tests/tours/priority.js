import { registry } from "@web/core/registry";
import { BACK, card, row } from "./list_steps";

const NAME = "Star Tour Ltd";
const FORM = ".o_form_view .o_field_widget[name=customer_priority]";

function star(where, number) {
    return {
        content: `Click on star ${number}`,
        trigger: `${where} .o_priority_star:eq(${number - 1})`,
        run: "click",
    };
}

function stars(where, count) {
    const widget = `${where} .o_priority:has(.fa-star:eq(${count - 1})):not(:has(.fa-star:eq(${count})))`;
    return { content: `${count} stars are shown`, trigger: widget };
}

// Each view reads from the server what the one before has set.
registry.category("web_tour.tours").add("customer_master.priority", {
    steps: () => [
        star(row(NAME), 1),
        stars(row(NAME), 1),
        { content: "Kanban", trigger: ".o_switch_view.o_kanban", run: "click" },
        stars(card(NAME), 1),
        star(card(NAME), 2),
        stars(card(NAME), 2),
        { content: "Form", trigger: `${card(NAME)} .o_customer_name`, run: "click" },
        stars(FORM, 2),
        star(FORM, 3),
        stars(FORM, 3),
        {
            content: "Back",
            trigger: BACK,
            run: "click",
        },
        { content: "List", trigger: ".o_switch_view.o_list", run: "click" },
        stars(row(NAME), 3),
    ],
});
