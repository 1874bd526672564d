import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Show the first steps to the user, by bubbles on the screen. */
async function startGuide(env) {
    await env.services.tour_service.startTour("customer_master_tour", {
        mode: "manual",
        rainbowManMessage: _t("Well done. Your customer is there for everybody now."),
    });
}

registry.category("actions").add("customer_guide", startGuide);
