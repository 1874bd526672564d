import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Dialog } from "@web/core/dialog/dialog";
import { download } from "@web/core/network/download";
import { patch } from "@web/core/utils/patch";
import { registry } from "@web/core/registry";
import { useAutofocus } from "@web/core/utils/hooks";

const EXPORT = /^\/web\/export\/\w+$/;

/** Asks why so many customers are exported; the reason goes into the audit. */
export class ExportReasonDialog extends Component {
    static template = "customer_master.ExportReasonDialog";
    static components = { Dialog };
    static props = { close: Function, confirm: Function, count: Number };

    setup() {
        this.state = useState({ reason: "" });
        useAutofocus({ refName: "reason" });
    }

    get question() {
        return _t("You are exporting %s customers. What do you need them for?", this.props.count);
    }

    get reason() {
        return this.state.reason.trim();
    }

    confirm() {
        this.props.confirm(this.reason);
        this.props.close();
    }
}

let services = null;

/** The reason, "" where none is needed, or null where the user thought better of it. */
async function askReason({ model, domain, ids, fields, context }) {
    const paths = fields.map((field) => field.name);
    const count = await services.orm.call(
        "customer.export",
        "reason_needed",
        [model, domain || [], ids || [], paths],
        { context: context || {} }
    );
    if (!count) {
        return "";
    }
    return new Promise((resolve) => {
        services.dialog.add(
            ExportReasonDialog,
            { count, confirm: resolve },
            { onClose: () => resolve(null) }
        );
    });
}

// every way to an export goes through here: the dialog as well as "Export All"
patch(download, {
    async _download(options) {
        if (!services || !EXPORT.test(options.url)) {
            return super._download(options);
        }
        const params = JSON.parse(options.data.data);
        const reason = await askReason(params);
        if (reason === null) {
            return;
        }
        if (!reason) {
            return super._download(options);
        }
        const context = { ...params.context, customer_export_reason: reason };
        const data = JSON.stringify({ ...params, context });
        return super._download({ ...options, data: { ...options.data, data } });
    },
});

registry.category("services").add("customer_export_reason", {
    dependencies: ["dialog", "orm"],
    start(env, { dialog, orm }) {
        services = { dialog, orm };
    },
});
