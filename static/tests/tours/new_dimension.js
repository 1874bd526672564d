import { registry } from "@web/core/registry";
import { row } from "./list_steps";

const FORM = ".o_form_view";

registry.category("web_tour.tours").add("customer_master.new_dimension", {
    steps: () => [
        { content: "New", trigger: ".o_list_view .o_list_button_add", run: "click" },
        {
            content: "Name",
            trigger: `${FORM} .o_field_widget[name=name] input`,
            run: "edit Tour Channel",
        },
        {
            content: "Code",
            trigger: `${FORM} .o_field_widget[name=code] input`,
            run: "edit tour_channel",
        },
        {
            content: "A category",
            trigger: "[name=category_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Its name",
            trigger: "[name=category_ids] .o_selected_row [name=name] input",
            run: "edit Tour Shop",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: `${FORM} .o_form_saved` },
    ],
});

const toggle = ".o_optional_columns_dropdown_toggle";
const column = ".o-dropdown-item:contains(Tour Channel) input";

registry.category("web_tour.tours").add("customer_master.use_dimension", {
    steps: () => [
        { content: "The customer is there", trigger: row("Dimension Tour Ltd") },
        { content: "Columns", trigger: toggle, run: "click" },
        { content: "The new one", trigger: column, run: "click" },
        {
            content: "It is shown, with the customer's category",
            trigger: `${row("Dimension Tour Ltd")} [name=x_customer_tour_channel_id]:contains(Tour Shop)`,
        },
        { content: "Close", trigger: toggle, run: "click" },
        { content: "Filters", trigger: ".o_searchview_dropdown_toggler", run: "click" },
        {
            content: "Group by it",
            trigger: ".o_group_by_menu .o_menu_item:contains(Tour Channel)",
            run: "click",
        },
        { content: "A group", trigger: ".o_group_header:contains(Tour Shop):contains(1)" },
    ],
});
