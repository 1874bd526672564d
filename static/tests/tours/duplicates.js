import { registry } from "@web/core/registry";
import {
    QUESTION,
    choose,
    opensInAnotherTab,
    suggestion,
    typeAndLeave,
    typeOnly,
} from "./duplicate_steps";
import { ENTRY, NO_DIALOG, customerIsOpen, fill } from "./entry_steps";

const tours = registry.category("web_tour.tours");
const EXISTING = "Müller Maschinenbau GmbH";
const TYPED = "Mueller Maschinenbau";
const FORM = ".o_action_manager .o_form_view";

const newEntry = [
    { content: "New", trigger: ".o_list_view .o_list_button_add", run: "click" },
    { content: "Nothing is suggested yet", trigger: `${ENTRY}:not(:has(.o_customer_duplicate))` },
];
const save = {
    content: "Save",
    trigger: `${ENTRY} footer button[name=action_customer_open]`,
    run: "click",
};
const noPanel = {
    content: "Nothing is suggested",
    trigger: "body:not(:has(.o_customer_duplicate))",
};

tours.add("customer_master.duplicates_different", {
    steps: () => [
        ...newEntry,
        fill("email", "info@mueller.example"),
        typeOnly("name", TYPED, ENTRY),
        { content: "It is suggested while one types", trigger: suggestion(EXISTING) },
        opensInAnotherTab(EXISTING),
        choose("why", EXISTING),
        {
            content: "It says why",
            trigger: `${suggestion(EXISTING)} td:contains(@mueller.example)`,
        },
        choose("different", EXISTING),
        noPanel,
        save,
        ...customerIsOpen(TYPED),
    ],
});

tours.add("customer_master.duplicates_use", {
    steps: () => [
        ...newEntry,
        fill("email", "info@mueller.example"),
        typeOnly("name", TYPED, ENTRY),
        choose("use", EXISTING),
        ...customerIsOpen(EXISTING),
        noPanel,
    ],
});

tours.add("customer_master.duplicates_reason", {
    steps: () => [
        ...newEntry,
        fill("email", "info@mueller.example"),
        fill("name", TYPED),
        { content: "It is suggested", trigger: suggestion(EXISTING) },
        save,
        { content: "It is asked", trigger: suggestion(EXISTING, QUESTION) },
        {
            content: "Not without a reason",
            trigger: `${QUESTION} .o_duplicate_create:disabled`,
        },
        { content: "Back", trigger: `${QUESTION} .o_duplicate_back`, run: "click" },
        { content: "No question", trigger: "body:not(:has(.o_duplicate_back))" },
        { content: "What was typed is there", trigger: `${ENTRY} .o_field_widget[name=name]` },
        save,
        {
            content: "Why",
            trigger: `${QUESTION} .o_duplicate_reason`,
            run: "edit Another owner",
        },
        {
            content: "Create anyway",
            trigger: `${QUESTION} .o_duplicate_create:enabled`,
            run: "click",
        },
        ...customerIsOpen(TYPED),
    ],
});

tours.add("customer_master.duplicates_question_use", {
    steps: () => [
        ...newEntry,
        fill("email", "info@mueller.example"),
        fill("name", TYPED),
        save,
        choose("use", EXISTING, QUESTION),
        ...customerIsOpen(EXISTING),
    ],
});

tours.add("customer_master.duplicates_contact", {
    steps: () => [
        { content: "The form is there", trigger: `${FORM} .o_field_widget[name=email]` },
        typeOnly("email", "info@mueller.example", FORM),
        typeOnly("name", TYPED, FORM),
        { content: "It is suggested while one types", trigger: suggestion(EXISTING) },
        opensInAnotherTab(EXISTING),
        choose("use", EXISTING),
        ...customerIsOpen(EXISTING),
        noPanel,
    ],
});

tours.add("customer_master.duplicates_changed", {
    steps: () => [
        {
            content: "A customer",
            trigger: `${FORM} .o_last_breadcrumb_item:contains(Changed Tour)`,
        },
        typeAndLeave("name", TYPED, FORM),
        typeAndLeave("email", "info@mueller.example", FORM),
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "It is asked", trigger: suggestion(EXISTING, QUESTION) },
        { content: "Why", trigger: `${QUESTION} .o_duplicate_reason`, run: "edit A branch" },
        { content: "Save anyway", trigger: `${QUESTION} .o_duplicate_create`, run: "click" },
        { content: "Saved", trigger: `${FORM} .o_form_saved` },
        { content: "What is known", trigger: NO_DIALOG },
        typeAndLeave("phone", "+49 221 4455661", FORM),
        { content: "Save again", trigger: ".o_form_button_save", run: "click" },
        { content: "Is not asked again", trigger: `${FORM} .o_form_saved` },
    ],
});

const CUSTOMER = ".o_form_view .o_field_widget[name=partner_id]";

tours.add("customer_master.duplicates_sale_order", {
    steps: () => [
        { content: "Customer", trigger: `${CUSTOMER} input`, run: `edit ${TYPED}` },
        {
            content: "Create it from its name alone",
            trigger: ".o-autocomplete--dropdown-item.o_m2o_dropdown_option_create a",
            run: "click",
        },
        { content: "The form opens and says why", trigger: suggestion(EXISTING, ".modal-content") },
        choose("use", EXISTING, ".modal-content"),
        { content: "No dialog", trigger: NO_DIALOG },
        {
            content: "It is chosen",
            trigger: `${CUSTOMER} input:value("${EXISTING}")`,
        },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "Saved", trigger: ".o_form_view .o_form_saved" },
    ],
});
