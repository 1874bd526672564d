import { Component, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { goToField } from "./go_to_field";

/** What the rules say about the customer in the form; a click goes to the field. */
export class ProblemList extends Component {
    static template = "customer_master.ProblemList";
    static props = { ...standardWidgetProps };

    setup() {
        this.root = useRef("root");
    }

    get problems() {
        return this.props.record.data.customer_problems || [];
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
});
