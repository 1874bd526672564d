import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ReportTable } from "./report_table";

/** A report that was made for the screen. */
export class ReportScreen extends Component {
    static template = "customer_master.ReportScreen";
    static components = { ReportTable };
    static props = { ...standardWidgetProps };

    setup() {
        const orm = useService("orm");
        this.state = useState({ screen: null });
        const load = async ({ resModel, resId }) => {
            this.state.screen = await orm.call(resModel, "customer_report_rows", [[resId]]);
        };
        onWillStart(() => load(this.props.record));
        // the pager of the form goes on to another report
        onWillUpdateProps(({ record }) => {
            if (record.resId !== this.props.record.resId) {
                return load(record);
            }
        });
    }

    get cutText() {
        const { cut, count } = this.state.screen;
        return _t(
            "These are the first %(cut)s of %(count)s rows. Please choose Excel, PDF or CSV for all of them.",
            { cut, count }
        );
    }
}

registry.category("view_widgets").add("customer_report_screen", { component: ReportScreen });
