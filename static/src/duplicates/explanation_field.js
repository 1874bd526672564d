import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { barWidth, evidenceParts } from "./evidence";

/** Why the two customers of a pair look alike: a bar for each piece of evidence. */
export class ExplanationField extends Component {
    static template = "customer_master.ExplanationField";
    static props = { ...standardFieldProps };

    get parts() {
        return evidenceParts(this.props.record.data[this.props.name] || []);
    }

    get names() {
        const { left_id: left, right_id: right } = this.props.record.data;
        return [left?.display_name, right?.display_name];
    }

    width(row, rows) {
        return barWidth(row, rows);
    }
}

registry.category("fields").add("customer_explanation", {
    component: ExplanationField,
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "left_id", type: "many2one", relation: "res.partner" },
        { name: "right_id", type: "many2one", relation: "res.partner" },
    ],
});
