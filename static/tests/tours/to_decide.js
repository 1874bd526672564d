import { registry } from "@web/core/registry";
import { row } from "./list_steps";

const BOTH = ".o_form_view .o_field_widget[name=comparison]";

registry.category("web_tour.tours").add("customer_master.to_decide", {
    steps: () => [
        {
            content: "What may be one of several customers",
            trigger: `${row("Tour Maybe")} .o_data_cell[name=title]`,
            run: "click",
        },
        {
            content: "The likely customer is named",
            trigger: ".o_form_view .o_field_widget[name=candidate_ids]:contains(Tour Maybe)",
        },
        {
            content: "It is this one",
            trigger: ".o_form_view button[name=action_same]:visible",
            run: "click",
        },
        {
            content: "It was decided",
            trigger: ".o_form_view:not(:has(button[name=action_same]:visible))",
        },
        { content: "Back to the list", trigger: ".o_back_button", run: "click" },
        {
            content: "What both sides have changed",
            trigger: `${row("Tour Both Ltd")} .o_data_cell[name=title]`,
            run: "click",
        },
        { content: "Both values: ours", trigger: `${BOTH} td:contains(Ourtown)` },
        { content: "Both values: theirs", trigger: `${BOTH} td:contains(Theirtown)` },
        {
            content: "Take theirs",
            trigger: ".o_form_view button[name=action_take]:visible",
            run: "click",
        },
        {
            content: "It was decided",
            trigger: ".o_form_view:not(:has(button[name=action_take]:visible))",
        },
        { content: "Back to the list", trigger: ".o_back_button", run: "click" },
        {
            content: "Nothing waits any more",
            trigger: ".o_list_view:not(:has(.o_data_row)) .o_view_nocontent",
        },
    ],
});
