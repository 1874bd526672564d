import { Component, onWillStart, onWillUnmount, onMounted, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ReviewTable } from "./review_table";
import { ReviewWhy } from "./review_why";

const KEEP = 60000; // ms between two renewals of the reservation, which lasts three minutes
const UNDO = 8000; // ms that the offer to undo stays
const DONE = "customer_master.review_done"; // how many were decided in this tab
const PAIR = "customer.match.pair";

/** One group of duplicates after the other, decided by keys. */
export class CustomerReview extends Component {
    static template = "customer_master.CustomerReview";
    static components = { Layout, ReviewTable, ReviewWhy };
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        this.orm = useService("orm");
        this.state = useState({
            group: false,
            remaining: 0,
            done: Number(browser.sessionStorage.getItem(DONE)) || 0,
            column: 0,
            master: 0,
            chosen: {},
            blocked: "",
            busy: false,
        });
        this.ahead = null; // promise of the group after this one
        this.undo = null; // takes the last decision back
        useSetupAction({ getLocalState: () => ({ pair: this.pair }) });
        onWillStart(async () => {
            const wanted = this.props.state?.pair || Number(router.current.pair) || false;
            this.show(await this.fetch(wanted));
        });
        onMounted(() => {
            this.timer = browser.setInterval(() => this.keep(), KEEP);
        });
        onWillUnmount(() => {
            browser.clearInterval(this.timer);
            this.release();
        });
        for (const key of Object.keys(this.decisions)) {
            useHotkey(key, () => this.press(key));
        }
        useHotkey("u", () => this.undo?.());
        useHotkey("arrowleft", () => this.move(-1), { allowRepeat: true });
        useHotkey("arrowright", () => this.move(1), { allowRepeat: true });
        for (let number = 1; number <= 9; number++) {
            useHotkey(String(number), () => this.setMaster(this.members[number - 1]?.id));
        }
    }

    get decisions() {
        return {
            m: () => this.merge(),
            n: () => this.different(),
            s: () => this.split(),
            l: () => this.later(),
        };
    }

    get members() {
        return this.state.group ? this.state.group.members : [];
    }

    /** A pair that names the group in the address. */
    get pair() {
        return this.state.group ? this.state.group.pairs[0] : false;
    }

    get progress() {
        const total = this.state.done + this.state.remaining;
        return {
            text: _t("%(number)s of %(total)s", {
                number: Math.min(this.state.done + 1, total),
                total,
            }),
            percent: Math.round((100 * this.state.done) / Math.max(total, 1)),
        };
    }

    get splitText() {
        return _t("Split off no. %s", this.state.column + 1);
    }

    // -- groups ----------------------------------------------------------------------------

    fetch(pair = false, skipped = []) {
        return this.orm.silent.call(PAIR, "customer_review_next", [pair, skipped]);
    }

    show({ group, remaining }) {
        Object.assign(this.state, {
            group,
            remaining,
            column: Math.max(group ? group.members.length - 1 : 0, 0),
            master: group ? group.members[0].id : 0,
            chosen: {},
            blocked: "",
        });
        this.props.updateActionState({ pair: this.pair || undefined });
        this.ahead = group ? this.fetch(false, group.pairs) : null;
        this.ahead?.catch(() => {}); // what was not to be had ahead is asked for again
    }

    /** The group that was fetched while the user looked at this one. */
    async next() {
        const ahead = await this.ahead?.catch(() => null);
        // it may have been decided since, so what it lacks is asked for once more
        this.show(ahead?.group ? { ...ahead, remaining: ahead.remaining - 1 } : await this.fetch());
    }

    async keep() {
        const group = this.state.group;
        if (!group || this.state.busy) {
            return;
        }
        const ahead = (await this.ahead?.catch(() => null))?.group;
        if (ahead) {
            this.orm.silent.call(PAIR, "customer_review_keep", [ahead.pairs]);
        }
        const kept = await this.orm.silent.call(PAIR, "customer_review_keep", [group.pairs]);
        if (!kept && group === this.state.group) {
            this.tellGone();
            await this.next();
        }
    }

    async release() {
        const { orm } = this.env.services; // also when the screen has gone meanwhile
        const pairs = [...(this.state.group ? this.state.group.pairs : [])];
        const ahead = await this.ahead?.catch(() => null);
        pairs.push(...(ahead?.group ? ahead.group.pairs : []));
        if (pairs.length) {
            await orm.silent.call(PAIR, "customer_review_release", [pairs]);
        }
    }

    tellGone() {
        this.notification.add(_t("Somebody else decided on this group meanwhile."), {
            type: "info",
        });
    }

    // -- choosing --------------------------------------------------------------------------

    move(step) {
        const count = this.members.length;
        if (count) {
            this.state.column = (this.state.column + step + count) % count;
        }
    }

    setColumn(number) {
        this.state.column = number;
    }

    setMaster(memberId) {
        if (memberId) {
            this.state.master = memberId;
            this.state.blocked = "";
        }
    }

    /** What belongs together, as the parts of an address, is taken from one customer. */
    choose(row, memberId) {
        for (const other of this.state.group.fields) {
            if (other.unit === row.unit) {
                this.state.chosen[other.field] = memberId;
            }
        }
    }

    // -- deciding --------------------------------------------------------------------------

    /** One thing at a time. */
    async run(work) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        this.state.blocked = "";
        try {
            await work();
        } finally {
            this.state.busy = false;
        }
    }

    /** Decide on the group, where there is one. */
    async press(key) {
        if (this.state.group) {
            await this.run(this.decisions[key]);
        }
    }

    /** Send a decision.
     *
     * @returns {Object|false} what came of it; false where somebody else was quicker
     */
    async decide(decision, values = {}) {
        const pairs = this.state.group.pairs;
        const told = await this.orm.call(PAIR, "customer_review_decide", [decision, pairs], values);
        if (told.gone) {
            this.tellGone();
            await this.next();
            return false;
        }
        return told;
    }

    async merge() {
        const pair = this.pair;
        const told = await this.decide("merge", {
            master: this.state.master,
            values: { ...this.state.chosen },
        });
        if (told.blocked) {
            this.state.blocked = told.blocked;
        } else if (told) {
            this.count(1);
            await this.next();
            this.offerUndo(_t("Merged into one customer"), pair, () => this.undoMerge(told.operation));
        }
    }

    async different() {
        const pair = this.pair;
        const told = await this.decide("different");
        if (told) {
            this.count(1);
            await this.next();
            this.offerUndo(_t("Not duplicates"), pair, () => this.reopen(told.decided));
        }
    }

    async split() {
        const pair = this.pair;
        const { id: column, name } = this.members[this.state.column];
        const told = await this.decide("split", { column });
        if (!told) {
            return;
        }
        if (told.group) {
            this.show({ group: told.group, remaining: this.state.remaining });
        } else {
            this.count(1);
            await this.next();
        }
        const done = told.group ? 0 : 1;
        const text = _t("“%s” is none of these duplicates", name);
        this.offerUndo(text, pair, () => this.reopen(told.decided), done);
    }

    async later() {
        if (await this.decide("later")) {
            await this.next();
            this.state.remaining++; // it waits at the end
        }
    }

    count(number) {
        this.state.done = Math.max(this.state.done + number, 0);
        browser.sessionStorage.setItem(DONE, this.state.done);
    }

    // -- undo ------------------------------------------------------------------------------

    /**
     * @param {number} pair of the group that comes back
     * @param {function(): Promise<boolean>} takeBack
     * @param {number} done how many groups the decision had settled
     */
    offerUndo(message, pair, takeBack, done = 1) {
        this.closeOffer?.();
        const undo = () =>
            this.run(async () => {
                if (this.undo !== undo) {
                    return;
                }
                this.closeOffer();
                if (await takeBack()) {
                    this.count(-done);
                    await this.release();
                    this.show(await this.fetch(pair));
                }
            });
        this.undo = undo;
        const close = this.notification.add(message, {
            type: "success",
            autocloseDelay: UNDO,
            className: "o_review_offer",
            buttons: [{ name: _t("Undo"), onClick: undo }],
        });
        this.closeOffer = () => {
            this.undo = null;
            close();
        };
    }

    async undoMerge(operation) {
        await this.orm.call("customer.operation", "action_undo", [[operation]]);
        const [{ state }] = await this.orm.read("customer.operation", [operation], ["state"]);
        if (state === "undone") {
            return true;
        }
        // what others changed since is told there
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "customer.operation",
            res_id: operation,
            views: [[false, "form"]],
        });
        return false;
    }

    reopen(pairs) {
        return this.orm.call(PAIR, "customer_review_reopen", [pairs]);
    }

    open(memberId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: memberId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("customer_review", CustomerReview);
