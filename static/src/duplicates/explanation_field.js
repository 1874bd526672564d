import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Why two customers look alike: a bar for each piece of evidence. */
export class ExplanationField extends Component {
    static template = "customer_master.ExplanationField";
    static props = { ...standardFieldProps };

    get rows() {
        return this.props.record.data[this.props.name] || [];
    }

    width(row) {
        const most = Math.max(...this.rows.map((other) => Math.abs(other.bits)), 1);
        return Math.round((100 * Math.abs(row.bits)) / most);
    }
}

registry.category("fields").add("customer_explanation", {
    component: ExplanationField,
    supportedTypes: ["json"],
});
