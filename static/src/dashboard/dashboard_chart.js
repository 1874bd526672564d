/* global Chart */
import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";

const COLORS = ["#71639e", "#43a89a", "#d98c3f"];
const FADED = "#a4a8b6";
const LONGEST = { phone: 16, desktop: 28 }; // width of a label beside a bar, in Latin letters
const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]/; // as two of them

/**
 * Figures as bars or lines; a click on one opens its records.
 *
 * A row has {label, value}, and `text` where its value has one already.
 *
 * Either `rows`, or several `series` of them with the same labels: {label, rows, faded}.
 */
export class DashboardChart extends Component {
    static template = "customer_master.DashboardChart";
    static props = {
        title: String,
        hint: { type: String, optional: true },
        rows: { type: Array, optional: true },
        series: { type: Array, optional: true },
        type: { type: String, optional: true },
        horizontal: { type: Boolean, optional: true },
        max: { type: Number, optional: true },
        format: { type: Function, optional: true },
        formatAxis: { type: Function, optional: true },
        open: { type: Function, optional: true },
        slots: { type: Object, optional: true },
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
            () => [this.canvas.el, this.props.rows, this.props.series]
        );
    }

    get series() {
        return this.props.series || [{ rows: this.props.rows }];
    }

    get isEmpty() {
        return this.series.every(({ rows }) => rows.every((row) => !row.value));
    }

    get datasets() {
        const { type } = this.props;
        return this.series.map(({ label, rows, faded }, index) => {
            const color = faded ? FADED : COLORS[index];
            return {
                label,
                data: rows.map((row) => row.value),
                backgroundColor: color,
                borderColor: color,
                borderDash: faded && type === "line" ? [5, 4] : [],
                maxBarThickness: 28,
                pointRadius: 4,
                clip: false, // a point on the edge is shown whole
            };
        });
    }

    get scales() {
        const { horizontal, max, formatAxis } = this.props;
        const scheme = cookie.get("color_scheme");
        const color = getCustomColor(scheme, "#374151", "#e4e4e4");
        const grid = { color: getCustomColor(scheme, "rgba(0,0,0,.1)", "rgba(255,255,255,.15)") };
        const values = { beginAtZero: true, max, grid, ticks: { precision: 0, color } };
        if (formatAxis) {
            values.ticks.callback = (value) => formatAxis(value);
        }
        const labels = { grid: { display: false }, ticks: { color } };
        if (horizontal) {
            labels.ticks.autoSkip = false;
            const longest = this.env.isSmall ? LONGEST.phone : LONGEST.desktop;
            labels.ticks.callback = (_value, index) =>
                shorten(this.series[0].rows[index].label, longest);
        } else {
            labels.ticks.maxRotation = 45;
        }
        return horizontal ? { x: values, y: labels } : { x: labels, y: values };
    }

    get config() {
        const { type, horizontal, open, format } = this.props;
        const rowOf = ({ datasetIndex, index }) => this.series[datasetIndex].rows[index];
        return {
            type,
            data: { labels: this.series[0].rows.map((row) => row.label), datasets: this.datasets },
            options: {
                indexAxis: horizontal ? "y" : "x",
                maintainAspectRatio: false,
                animation: false,
                plugins: {
                    legend: {
                        display: this.series.length > 1,
                        labels: {
                            color: this.scales.x.ticks.color,
                            boxWidth: 14,
                            usePointStyle: type === "line",
                            pointStyle: "line",
                        },
                    },
                    tooltip: {
                        callbacks: {
                            title: ([item]) => item && rowOf(item).label,
                            label: (item) => {
                                const { value, text } = rowOf(item);
                                const known =
                                    text || (format ? format(value) : item.formattedValue);
                                const { label } = item.dataset;
                                return label ? `${label}: ${known}` : known;
                            },
                        },
                    },
                },
                scales: this.scales,
                onClick: (_ev, [element]) => element && open?.(rowOf(element)),
                onHover: (ev, elements) => {
                    ev.native.target.style.cursor = open && elements.length ? "pointer" : "";
                },
            },
        };
    }
}

function shorten(label, longest) {
    let width = 0;
    for (const [at, character] of [...label].entries()) {
        width += WIDE.test(character) ? 2 : 1;
        if (width > longest) {
            return `${[...label].slice(0, at).join("")}…`;
        }
    }
    return label;
}
