import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** How complete a customer is, as a bar; what is missing is told on hovering. */
export class CompletenessBar extends Component {
    static template = "customer_master.CompletenessBar";
    static props = { percent: Number, missing: { type: [String, Boolean], optional: true } };

    get color() {
        const { percent } = this.props;
        return percent >= 80 ? "bg-success" : percent >= 50 ? "bg-warning" : "bg-danger";
    }

    get title() {
        const { missing } = this.props;
        return missing ? _t("Missing: %s", missing) : _t("Complete");
    }
}

export class CompletenessField extends Component {
    static template = "customer_master.CompletenessField";
    static components = { CompletenessBar };
    static props = { ...standardFieldProps };

    get percent() {
        return Math.round(this.props.record.data[this.props.name]) || 0;
    }
}

registry.category("fields").add("customer_completeness", {
    component: CompletenessField,
    supportedTypes: ["integer"],
    fieldDependencies: [{ name: "customer_missing", type: "char" }],
});
