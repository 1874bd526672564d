import { Component } from "@odoo/owl";
import { formatInteger } from "@web/views/fields/formatters";

// in the units of the picture, which is as wide as the screen allows
const WIDTH = 400;
const HEIGHT = 240;
const SIDE = 115; // for the labels of a side
const GAP = 14; // between the places of a side, so that their labels stay apart
const THINNEST = 2;

/** Who went from which place on the left to which on the right, as ribbons; a click opens them. */
export class StageFlow extends Component {
    static template = "customer_master.StageFlow";
    static props = {
        title: String,
        hint: { type: String, optional: true },
        places: Array,
        moves: Array,
        open: Function,
        slots: { type: Object, optional: true },
    };

    setup() {
        this.width = WIDTH;
        this.height = HEIGHT;
    }

    get moves() {
        return this.props.moves
            .map((move) => ({ ...move, text: `${move.label}: ${formatInteger(move.value)}` }))
            .sort((one, other) => other.value - one.value);
    }

    /** The bars of one side, from top to bottom. */
    side(name) {
        const { places, moves } = this.props;
        return places
            .map((place) => {
                const own = moves.filter((move) => move[name] === place.name);
                const value = own.reduce((sum, move) => sum + move.value, 0);
                return { ...place, value, text: `${place.label} ${formatInteger(value)}` };
            })
            .filter((bar) => bar.value);
    }

    get picture() {
        const left = this.side("from");
        const right = this.side("to");
        const total = left.reduce((sum, bar) => sum + bar.value, 0);
        const scale = (HEIGHT - GAP * Math.max(left.length, right.length)) / total;
        stack(left, scale);
        stack(right, scale);
        const order = this.props.places.map((place) => place.name);
        const at = (name) => order.indexOf(name);
        const inOrder = this.moves.sort(
            (one, other) => at(one.from) - at(other.from) || at(one.to) - at(other.to)
        );
        const ribbons = inOrder.map((move) => {
            const [start, end] = [
                take(left, move.from, move.value),
                take(right, move.to, move.value),
            ];
            const [x1, x2, middle] = [SIDE + 6, WIDTH - SIDE - 6, WIDTH / 2];
            return {
                move,
                key: `${move.from}-${move.to}`,
                width: Math.max(move.value * scale, THINNEST),
                path: `M${x1} ${start} C${middle} ${start} ${middle} ${end} ${x2} ${end}`,
            };
        });
        return { left, right, ribbons, leftX: SIDE, rightX: WIDTH - SIDE - 6 };
    }
}

/** Give the bars of a side their places, with the side in the middle of the picture. */
function stack(bars, scale) {
    const total = bars.reduce((sum, bar) => sum + bar.value * scale + GAP, 0);
    let top = (HEIGHT - total + GAP) / 2;
    for (const bar of bars) {
        bar.top = top;
        bar.scale = scale;
        bar.height = Math.max(bar.value * scale, THINNEST);
        bar.middle = top + bar.height / 2;
        bar.used = 0;
        top += bar.height + GAP;
    }
}

/** The middle of the next free part of a bar, which is used now. */
function take(bars, name, value) {
    const bar = bars.find((one) => one.name === name);
    const middle = bar.top + bar.used + (value * bar.scale) / 2;
    bar.used += value * bar.scale;
    return middle;
}
