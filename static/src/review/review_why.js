import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { barWidth, evidenceParts } from "../duplicates/evidence";

/** Why a customer looks like the others of its group: a bar for each piece of evidence. */
export class ReviewWhy extends Component {
    static template = "customer_master.ReviewWhy";
    static props = { group: Object, column: Number };

    get title() {
        return _t("Why no. %s may be the same", this.props.column + 1);
    }

    get member() {
        return this.props.group.members[this.props.column];
    }

    get pairs() {
        const { id } = this.member;
        return this.props.group.why
            .filter((pair) => pair.left === id || pair.right === id)
            .map((pair) => ({
                ...pair,
                parts: evidenceParts(pair.rows),
                other: this.other(pair.left === id ? pair.right : pair.left),
            }));
    }

    other(memberId) {
        const number = this.props.group.members.findIndex((member) => member.id === memberId);
        return { number: number + 1, name: this.props.group.members[number]?.name };
    }

    width(row) {
        // one scale for all pairs that are shown
        return barWidth(
            row,
            this.pairs.flatMap((pair) => pair.parts.own)
        );
    }
}
