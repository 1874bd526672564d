import { Component } from "@odoo/owl";
import { formatInteger } from "@web/views/fields/formatters";
import { formatPercent } from "./figures";

/** One figure; a click opens its records. */
export class DashboardTile extends Component {
    static template = "customer_master.DashboardTile";
    static props = {
        tile: Object,
        open: Function,
        format: { type: Function, optional: true },
        note: { type: String, optional: true },
        hint: { type: String, optional: true },
        slots: { type: Object, optional: true },
    };
    static defaultProps = { format: formatInteger };

    get text() {
        const { tile, format } = this.props;
        return tile.percent ? formatPercent(tile.value) : format(tile.value);
    }
}
