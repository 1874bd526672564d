import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { nameless } from "./screens_names";

const WAIT = 30000;
const PHONE = 768; // pixels; less is a phone
const ERRORS =
    ".o_error_dialog, .o_notification:has(.bg-danger), .modal:has(.modal-title .text-danger)";
// on a phone nothing of these may be wider than it is shown, but for tables, which are moved
const NARROW = ":is(.o_content, .modal-body):not(:has(.o_list_table, .o_pivot, .o_activity_view))";

/** Wait until nothing is loading any more. */
async function settled() {
    const end = Date.now() + WAIT;
    const busy = () => document.querySelector(".o_loading_indicator, .o_blockUI");
    for (let quiet = 0; quiet < 3; ) {
        await new Promise((resolve) => setTimeout(resolve, 40));
        quiet = busy() ? 0 : quiet + 1;
        if (Date.now() > end) {
            throw new Error("It is loading for ever");
        }
    }
}

/** What is wrong on the screen, in sentences. */
class Faults {
    constructor() {
        this.found = [];
    }

    add(what, text) {
        const fault = `${what}: ${text}`;
        // one part may be on many screens
        if (!this.found.some((other) => other.endsWith(text))) {
            this.found.push(fault);
        }
    }

    check(what) {
        const error = document.querySelector(ERRORS);
        if (error) {
            throw new Error(`${what}: ${error.innerText}`);
        }
        const narrow = browser.innerWidth < PHONE ? document.querySelectorAll(NARROW) : [];
        for (const element of [document.documentElement, ...narrow]) {
            const wider = element.scrollWidth - element.clientWidth;
            if (wider > 1) {
                const where = element.className || "the window";
                this.add(what, `${where} is wider than it is shown by ${wider}`);
            }
        }
        for (const html of nameless(document.querySelector(".modal") || document.body)) {
            this.add(what, `has no name: ${html}`);
        }
    }
}

/** The views of the screen, one after the other, and the first record. */
async function walkViews(action, name, faults) {
    const controller = action.currentController;
    const others = (controller.views || []).filter(
        (view) => view.multiRecord && view.type !== controller.view.type
    );
    // rows of an example are no records
    const sample = document.querySelector(".o_view_sample_data");
    const first = !sample && document.querySelector(".o_data_row .o_data_cell");
    if (first && !controller.props.editable) {
        first.click();
        await settled();
        faults.check(`${name}, its first record`);
        if (action.currentController !== controller && action.currentController.view) {
            await action.restore();
            await settled();
        }
    }
    for (const view of others) {
        if (action.currentController.action?.id === controller.action.id) {
            await action.switchView(view.type);
            await settled();
            faults.check(`${name}, ${view.type}`);
        }
    }
}

/**
 * Open screens one after the other. What goes wrong is an error on the console.
 *
 * @param {[string, Object][]} screens XML ids of actions, each with the context it is opened in
 */
export async function walkScreens(screens) {
    const { action } = odoo.__WOWL_DEBUG__.root.env.services;
    const faults = new Faults();
    for (const [name, additionalContext] of screens) {
        try {
            await action.doAction(name, { clearBreadcrumbs: true, additionalContext });
            await settled();
            faults.check(name);
            if (document.querySelector(".modal")) {
                await action.doAction({ type: "ir.actions.act_window_close" });
                await settled();
            } else {
                await walkViews(action, name, faults);
            }
        } catch (error) {
            faults.add(name, error.message);
            break;
        }
    }
    if (faults.found.length) {
        browser.console.error(faults.found.join("\n"));
    } else {
        browser.console.log("test successful");
    }
}

registry.category("customer_master_tests").add("walkScreens", walkScreens);
