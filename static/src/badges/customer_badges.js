import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Identifier tags of a customer, as coloured badges. */
export class CustomerBadges extends Component {
    static template = "customer_master.CustomerBadges";
    static props = { badges: { type: Array } };
}

/** The field `customer_badges` by itself, beside a customer that was chosen. */
export class CustomerBadgesField extends Component {
    static template = "customer_master.CustomerBadgesField";
    static components = { CustomerBadges };
    static props = { ...standardFieldProps };

    get badges() {
        return this.props.record.data[this.props.name] || [];
    }
}

registry.category("fields").add("customer_badges", {
    component: CustomerBadgesField,
    supportedTypes: ["json"],
    isEmpty: (record, fieldName) => !record.data[fieldName]?.length,
});

/** A customer's name with its badges. */
export class CustomerNameField extends CharField {
    static template = "customer_master.CustomerNameField";
    static components = { ...CharField.components, CustomerBadges };

    get badges() {
        return this.props.record.data.customer_badges || [];
    }
}

registry.category("fields").add("customer_name", {
    ...charField,
    component: CustomerNameField,
    // a column of a list is never narrower, for the name is what one looks for
    listViewWidth: [220],
    fieldDependencies: [{ name: "customer_badges", type: "json" }],
});
