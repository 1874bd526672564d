import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * What is wrong with one field, below it: `<widget name="customer_field_message" field="phone"
 * string="Please enter the phone."/>`. The `string` is shown where the field was left empty at a
 * save; all other sentences come from the server, in the record's `customer_messages`.
 */
export class CustomerFieldMessage extends Component {
    static template = "customer_master.CustomerFieldMessage";
    static props = {
        ...standardWidgetProps,
        field: { type: String },
        missing: { type: String, optional: true },
    };

    get message() {
        const { record, field, missing } = this.props;
        const message = (record.data.customer_messages || {})[field];
        return message || (record.isFieldInvalid(field) && missing);
    }
}

registry.category("view_widgets").add("customer_field_message", {
    component: CustomerFieldMessage,
    fieldDependencies: [{ name: "customer_messages", type: "json" }],
    extractProps: ({ attrs }) => ({ field: attrs.field, missing: attrs.string }),
});
