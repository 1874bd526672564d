import { onMounted, onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

const EVERY = 3000; // ms

/** Progress of work in the background: read again while the record's `state` is "running". */
export class CustomerProgressField extends ProgressBarField {
    setup() {
        super.setup();
        onMounted(() => {
            this.timer = browser.setInterval(() => this.refresh(), EVERY);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    refresh() {
        if (this.props.record.data.state === "running" && this.props.record.resId) {
            return this.props.record.load();
        }
    }
}

registry.category("fields").add("customer_progress", {
    ...progressBarField,
    component: CustomerProgressField,
    fieldDependencies: [{ name: "state", type: "selection" }],
});
