import { registry } from "@web/core/registry";

const PARTNER = ".o_form_view .o_field_widget[name=partner_id]";
const CHOICE = ".o-autocomplete--dropdown-item a:contains(Badge Tour Ltd)";

registry.category("web_tour.tours").add("customer_master.sale_badge", {
    steps: () => [
        { content: "No badge yet", trigger: ".o_form_view:not(:has(.o_customer_badge))" },
        { content: "Customer", trigger: `${PARTNER} input`, run: "edit Badge Tour" },
        { content: "The badge is in the choices", trigger: `${CHOICE} .o_tag:contains(/^VIP$/)` },
        {
            content: "Not at the others",
            trigger:
                ".o-autocomplete--dropdown-item a:contains(Plain Badge Tour):not(:has(.o_tag))",
        },
        { content: "Choose it", trigger: CHOICE, run: "click" },
        {
            content: "The badge is beside the customer",
            trigger: "[name=customer_badges] .o_customer_badge:contains(VIP)",
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_view .o_form_saved" },
        {
            content: "Still there",
            trigger: "[name=customer_badges] .o_customer_badge:contains(VIP)",
        },
    ],
});
