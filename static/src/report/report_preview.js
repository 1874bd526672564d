import { Component, onMounted, onWillUnmount, status, useState } from "@odoo/owl";
import { serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ReportTable } from "./report_table";

const WAIT = 400; // ms after the last change
const CHOICES = ["kind", "use", "paper", "layout", "landscape", "header", "logo", "chart"];
const CONDITIONS = ["period", "priority", "amount_min", "amount_max", "domain"];
const SETS = ["category_ids", "tag_ids", "user_ids"];
const COLUMN = ["label", "measure", "path", "format", "digits", "width", "total", "sort", "chart"];

const picked = (data, names) => Object.fromEntries(names.map((name) => [name, data[name] || ""]));

/** A template in a form, as plain values. A column that is still empty is left out. */
export function definitionOf(data) {
    const columns = data.column_ids.records
        .map(({ data: column }) => ({
            ...picked(column, COLUMN),
            digits: column.digits,
            path: (!column.measure && column.path) || "",
            group: Number(column.group || 0),
        }))
        .filter((column) => column.measure || column.path);
    return { ...picked(data, CHOICES), logo: data.logo, title: data.name || "", columns };
}

export function conditionsOf(data) {
    const day = (value) => (value ? serializeDate(value) : "");
    return {
        ...picked(data, CONDITIONS),
        date_from: day(data.date_from),
        date_to: day(data.date_to),
        ...Object.fromEntries(SETS.map((name) => [name, data[name].currentIds])),
    };
}

/** The first rows of the template in the form, while it is edited. */
export class ReportPreview extends Component {
    static template = "customer_master.ReportPreview";
    static components = { ReportTable };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ screen: null });
        this.keepLast = new KeepLast();
        this.asked = "";
        this.args = null;
        const refresh = useDebounced((args) => this.refresh(args), WAIT);
        useRecordObserver((record) => {
            const args = [definitionOf(record.data), conditionsOf(record.data)];
            const asked = JSON.stringify(args);
            if (asked !== this.asked) {
                this.asked = asked;
                this.args = args;
                refresh(args);
            }
        });
        // what was to be shown first may have come before there was anything to show it in
        onMounted(() => this.refresh(this.args));
        onWillUnmount(() => refresh.cancel());
    }

    get countText() {
        return _t("The first of %s rows.", this.state.screen.count);
    }

    get sampleText() {
        const { sample } = this.state.screen;
        return sample
            ? _t("Groups and order of this preview are those of the first %s only.", sample)
            : "";
    }

    async refresh([definition, conditions]) {
        if (status(this) !== "mounted") {
            return;
        }
        if (!definition.columns.length) {
            this.state.screen = null;
            return;
        }
        this.state.screen = await this.keepLast.add(
            this.orm.silent.call("customer.report.template", "customer_report_preview", [
                definition,
                conditions,
            ])
        );
    }
}

registry.category("view_widgets").add("customer_report_preview", {
    component: ReportPreview,
    fieldDependencies: [],
});
