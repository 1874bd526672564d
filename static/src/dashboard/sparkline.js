import { Component } from "@odoo/owl";

const WIDTH = 120;
const HEIGHT = 32;
const GAP = 2;

/** Figures over time as small bars; the last one stands out. */
export class Sparkline extends Component {
    static template = "customer_master.Sparkline";
    static props = { rows: Array, format: Function, title: String };

    setup() {
        this.box = `0 0 ${WIDTH} ${HEIGHT}`;
    }

    get bars() {
        const { rows, format } = this.props;
        const most = Math.max(...rows.map((row) => Math.abs(row.value)), 0) || 1;
        const step = WIDTH / rows.length;
        return rows.map(({ label, value }, index) => {
            // a month without anything has a foot all the same
            const height = Math.max((Math.abs(value) / most) * HEIGHT, 1);
            return {
                label: `${label}: ${format(value)}`,
                x: index * step,
                y: HEIGHT - height,
                width: step - GAP,
                height,
                last: index === rows.length - 1,
            };
        });
    }
}
