/* global Chart */
import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";

const COLOR = "#71639e";

/** Counts as bars or a line; a click on one opens its records. */
export class QualityChart extends Component {
    static template = "customer_master.QualityChart";
    static props = {
        title: String,
        rows: Array,
        type: { type: String, optional: true },
        horizontal: { type: Boolean, optional: true },
        open: { type: Function, optional: true },
    };
    static defaultProps = { type: "bar" };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (canvas) => {
                if (canvas) {
                    const chart = new Chart(canvas, this.config);
                    return () => chart.destroy();
                }
            },
            () => [this.canvas.el, this.props.rows]
        );
    }

    get config() {
        const { rows, type, horizontal, open } = this.props;
        const counts = { beginAtZero: true, ticks: { precision: 0 } };
        return {
            type,
            data: {
                labels: rows.map((row) => row.label),
                datasets: [
                    {
                        data: rows.map((row) => row.value),
                        backgroundColor: COLOR,
                        borderColor: COLOR,
                        maxBarThickness: 28,
                        pointRadius: 4,
                    },
                ],
            },
            options: {
                indexAxis: horizontal ? "y" : "x",
                maintainAspectRatio: false,
                animation: false,
                plugins: { legend: { display: false } },
                scales: { [horizontal ? "x" : "y"]: counts },
                onClick: (_ev, [element]) => element && open?.(rows[element.index]),
                onHover: (ev, elements) => {
                    ev.native.target.style.cursor = open && elements.length ? "pointer" : "";
                },
            },
        };
    }
}
