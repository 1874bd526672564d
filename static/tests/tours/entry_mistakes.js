import { queryAllTexts, queryAllValues } from "@odoo/hoot-dom";
import { registry } from "@web/core/registry";
import { ENTRY, choose, customerIsOpen, field, fill, input, message } from "./entry_steps";

const ERROR = ".modal-content.o_error_dialog";
const MISTAKES = { phone: "12", email: "no-email", vat: "91440300708461136X" };
const RIGHT = { phone: "13800138000", email: "info@tour.example", vat: "91440300708461136T" };

const button = (name) => `${ENTRY} footer button[name=${name}]`;
const save = { content: "Save", trigger: button("action_customer_open"), run: "click" };
const saveAndNew = {
    content: "Save & New",
    trigger: button("action_customer_entry"),
    run: "click",
};

/** Everything that was typed is still in its field. */
function stillThere(values) {
    return {
        content: "What was typed is still there",
        trigger: ENTRY,
        run() {
            for (const [name, value] of Object.entries(values)) {
                const [shown] = queryAllValues(input(name));
                if (shown !== value) {
                    throw new Error(`${name} shows “${shown}” and not “${value}”`);
                }
            }
        },
    };
}

registry.category("web_tour.tours").add("customer_master.entry_mistakes", {
    steps: () => [
        { content: "New", trigger: ".o_list_view .o_list_button_add", run: "click" },
        { content: "No message yet", trigger: `${ENTRY}:not(:has(.o_customer_field_message))` },
        save,
        { content: "The name is missing", trigger: message("name") },
        { content: "A way to reach it is missing", trigger: message("phone") },
        { content: "The phone is marked", trigger: `${field("phone")}.o_field_invalid` },
        fill("name", "Mistakes Tour Ltd"),
        fill("street", "Tour Road 1"),
        ...Object.entries(MISTAKES).map(([name, value]) => fill(name, value)),
        fill("customer_contact_name", "Wrong Person"),
        fill("customer_contact_email", "nobody"),
        ...Object.keys(MISTAKES).map((name) => ({
            content: `The message of ${name} is below it`,
            trigger: `${field(name)} + .o_widget ${message(name).replace(ENTRY, "")}`,
        })),
        {
            content: "The name isn't missing anymore",
            trigger: `${ENTRY}:not(:has(${message("name").replace(ENTRY, "")}))`,
        },
        save,
        {
            content: "The refusal lists all mistakes at once, the person's too",
            trigger: `${ERROR} main p`,
            run() {
                const lines = queryAllTexts(`${ERROR} main p`)[0].split("\n");
                if (lines.length !== 4 || !lines.every((line) => line.startsWith("•"))) {
                    throw new Error(`These are not four mistakes: ${lines.join("\n")}`);
                }
            },
        },
        { content: "Read it", trigger: `${ERROR} footer button`, run: "click" },
        { content: "The refusal is gone", trigger: `body:not(:has(${ERROR}))` },
        stillThere({
            ...MISTAKES,
            name: "Mistakes Tour Ltd",
            street: "Tour Road 1",
            customer_contact_name: "Wrong Person",
            customer_contact_email: "nobody",
        }),
        ...Object.entries(RIGHT).map(([name, value]) => fill(name, value)),
        fill("customer_contact_email", "right@tour.example"),
        { content: "No message is left", trigger: `${ENTRY}:not(:has(.o_customer_field_message))` },
        saveAndNew,
        {
            content: "The form is empty again",
            trigger: `${input("name")}:placeholder-shown`,
        },
        stillThere({
            name: "",
            phone: "",
            email: "",
            vat: "",
            street: "",
            customer_contact_name: "",
        }),
        fill("name", "Second Tour Ltd"),
        fill("email", "second@tour.example"),
        ...choose("country_id", "DE"),
        save,
        ...customerIsOpen("Second Tour Ltd"),
    ],
});
