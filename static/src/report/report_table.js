import { Component } from "@odoo/owl";
import { DashboardChart } from "../dashboard/dashboard_chart";
import { formatPercent, formatShort } from "../dashboard/figures";

const INDENTS = ["ps-1", "ps-2", "ps-4", "ps-5"]; // of the first cell, by its level
const COLORS = [
    "#71639e",
    "#2e8b8b",
    "#d9822b",
    "#b8455b",
    "#5b8c3e",
    "#3f6fb0",
    "#a0729b",
    "#8a7f4f",
    "#4fb0c6",
    "#9a9fae",
];

/** The figures of the outermost groups of a report. */
export class ReportChart extends DashboardChart {
    get config() {
        const config = super.config;
        if (this.props.type === "pie") {
            const { labels, datasets } = config.data;
            datasets[0].backgroundColor = labels.map((_label, at) => COLORS[at % COLORS.length]);
            datasets[0].borderColor = "#fff";
            config.options.plugins.legend = { display: true, position: "right" };
            delete config.options.scales;
        }
        return config;
    }
}

/** The rows of a report with its groups and totals, as the server made them. */
export class ReportTable extends Component {
    static template = "customer_master.ReportTable";
    static components = { ReportChart };
    static props = { screen: Object };

    get chart() {
        const { chart } = this.props.screen;
        if (!chart?.points.length) {
            return null;
        }
        const rows = chart.points.map(([label, value, text]) => ({ label, value, text }));
        const formatAxis = chart.percent ? (value) => formatPercent(100 * value) : formatShort;
        return { ...chart, rows, formatAxis };
    }

    cellClass(row, at) {
        const { number } = this.props.screen.columns[at];
        const indent = at ? "" : INDENTS[row.level];
        return `${number ? "text-end text-nowrap" : ""} ${indent}`;
    }
}
