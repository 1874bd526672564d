import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/**
 * Open the chapter of the manual that tells of the screen on which the user is.
 */
function openManual(env) {
    const action = env.services.action.currentController?.action || {};
    const names = [action.xml_id, action.tag, action.res_model].filter(Boolean);
    const screen = encodeURIComponent(names.join(","));
    browser.open(`/customer_master/help?screen=${screen}`, "_blank", "noopener");
}

registry.category("actions").add("customer_manual", openManual);
