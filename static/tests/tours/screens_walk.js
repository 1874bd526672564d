import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

const WAIT = 30000;

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

function check(what) {
    const error = document.querySelector(
        ".o_error_dialog, .o_notification:has(.bg-danger), .modal:has(.modal-title .text-danger)"
    );
    if (error) {
        throw new Error(`${what}: ${error.innerText}`);
    }
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth + 1) {
        throw new Error(`${what}: wider than the window by ${root.scrollWidth - root.clientWidth}`);
    }
}

/** The views of the screen, one after the other, and the first record. */
async function walkViews(action, name) {
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
        check(`${name}, its first record`);
        if (action.currentController !== controller && action.currentController.view) {
            await action.restore();
            await settled();
        }
    }
    for (const view of others) {
        if (action.currentController.action?.id === controller.action.id) {
            await action.switchView(view.type);
            await settled();
            check(`${name}, ${view.type}`);
        }
    }
}

/**
 * Open screens one after the other. What goes wrong is an error on the console.
 *
 * @param {string[]} names XML ids of actions
 */
export async function walkScreens(names) {
    const { action } = odoo.__WOWL_DEBUG__.root.env.services;
    for (const name of names) {
        try {
            await action.doAction(name, { clearBreadcrumbs: true });
            await settled();
            check(name);
            if (action.currentController?.action?.target !== "new") {
                await walkViews(action, name);
            }
        } catch (error) {
            browser.console.error(`${name}: ${error.message}`);
            return;
        }
    }
    browser.console.log("test successful");
}

registry.category("customer_master_tests").add("walkScreens", walkScreens);
