import { registry } from "@web/core/registry";
import { BACK } from "./list_steps";

const NAME = "Tour Buyer";

/** From the list to the profile, through the timeline, and to an order. */
registry.category("web_tour.tours").add("customer_master.customer_profile", {
    steps: () => [
        {
            content: "Its profile, from the list or the cards",
            trigger: [
                `.o_data_row:contains(${NAME}) button[name=action_customer_profile]`,
                `.o_kanban_record:contains(${NAME}) button[name=action_customer_profile]`,
            ].join(", "),
            run: "click",
        },
        { content: "Who it is", trigger: `.o_customer_profile h1:contains(${NAME})` },
        { content: "A note, an order and more", trigger: ".o_customer_event[data-kind=note]" },
        {
            content: "Orders only",
            trigger: ".o_customer_kinds [data-kind=order]",
            run: "click",
        },
        {
            content: "The others are gone",
            trigger: ".o_customer_timeline:not(:has(.o_customer_event[data-kind=note]))",
        },
        { content: "Earlier ones", trigger: ".o_customer_more", run: "click" },
        { content: "All of them", trigger: ".o_customer_timeline:not(:has(.o_customer_more))" },
        {
            content: "No wider than the screen",
            trigger: ".o_customer_profile",
            run({ anchor }) {
                if (anchor.scrollWidth > anchor.clientWidth) {
                    throw new Error(`${anchor.scrollWidth} px on ${anchor.clientWidth} px`);
                }
            },
        },
        {
            content: "What it ordered",
            trigger: ".o_customer_tile[data-name=orders]",
            run: "click",
        },
        {
            content: "An order",
            trigger: ".o_data_row .o_data_cell, .o_kanban_record:not(.o_kanban_ghost)",
            run: "click",
        },
        { content: "It is open", trigger: ".o_form_view .o_field_widget[name=order_line]" },
        { content: "Back to the orders", trigger: BACK, run: "click" },
        {
            content: "Orders again",
            trigger: ".o_list_view .o_data_row, .o_kanban_view .o_kanban_record",
        },
        { content: "Back to the profile", trigger: BACK, run: "click" },
        {
            content: "It shows what was chosen",
            trigger: ".o_customer_kinds [data-kind=order].active",
        },
        { content: "A call", trigger: ".o_customer_profile [name=log]", run: "click" },
        {
            content: "The dialog is open, and is left",
            trigger: ".modal:has([name=kind]) :is(.btn-close, .oi-arrow-left)",
            run: "click",
        },
        { content: "The profile again", trigger: "body:not(:has(.modal)) .o_customer_profile" },
    ],
});

/** From the keyboard, and loaded again. */
registry.category("web_tour.tours").add("customer_master.customer_profile_keyboard", {
    steps: () => [
        {
            content: "A figure has the focus and is opened",
            trigger: ".o_customer_tile[data-name=last_order]",
            run({ anchor }) {
                anchor.focus();
                if (document.activeElement !== anchor) {
                    throw new Error("a figure can't have the focus");
                }
            },
        },
        { trigger: ".o_customer_tile[data-name=last_order]:focus", run: "press Enter" },
        { content: "The order", trigger: ".o_form_view .o_field_widget[name=order_line]" },
        { content: "Back", trigger: BACK, run: "click" },
        {
            content: "Load it again",
            trigger: `.o_customer_profile h1:contains(${NAME})`,
            run: () => location.reload(),
            expectUnloadPage: true,
        },
        { content: "The same customer", trigger: `.o_customer_profile h1:contains(${NAME})` },
    ],
});
