import { Component, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { goToField } from "./go_to_field";

/**
 * What the rules say about the customer in the form; a click goes to the field.
 * `<widget name="customer_problems" beside="phone,email"/>` leaves out what is told beside a field.
 */
export class ProblemList extends Component {
    static template = "customer_master.ProblemList";
    static props = { ...standardWidgetProps, beside: { type: Array } };

    setup() {
        this.root = useRef("root");
    }

    get problems() {
        const problems = this.props.record.data.customer_problems || [];
        return problems.filter(({ field }) => !this.props.beside.includes(field));
    }

    label(problem) {
        return this.props.record.fields[problem.field]?.string || problem.field;
    }

    go(problem) {
        return goToField(this.root.el.closest(".o_form_renderer"), problem.field);
    }
}

registry.category("view_widgets").add("customer_problems", {
    component: ProblemList,
    fieldDependencies: [{ name: "customer_problems", type: "json" }],
    extractProps: ({ attrs }) => ({ beside: (attrs.beside || "").split(",") }),
});
