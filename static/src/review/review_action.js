import { Component, onMounted, onWillStart, onWillUnmount, status, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ReviewQueue } from "./review_queue";
import { ReviewTable } from "./review_table";
import { ReviewWhy } from "./review_why";
import { UndoOffer } from "./undo_offer";

const KEEP = 60000; // ms between two renewals of the reservation, which lasts three minutes
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
        // not bound to the life of the screen, which gives back what it has when it goes
        this.queue = new ReviewQueue(this.env.services.orm);
        this.offer = new UndoOffer(this.notification);
        useSetupAction({ getLocalState: () => ({ pair: this.pair }) });
        onWillStart(async () => {
            const wanted = this.props.state?.pair || Number(router.current.pair);
            this.show(await this.queue.fetch(wanted || false));
        });
        onMounted(() => {
            this.timer = browser.setInterval(() => this.keep(), KEEP);
        });
        onWillUnmount(() => {
            browser.clearInterval(this.timer);
            this.queue.release(this.state.group);
        });
        useHotkey("m", () => this.press(this.merge));
        useHotkey("n", () => this.press(this.different));
        useHotkey("s", () => this.press(this.split));
        useHotkey("l", () => this.press(this.later));
        useHotkey("u", () => this.offer.takeBack?.());
        useHotkey("arrowleft", () => this.move(-1), { allowRepeat: true });
        useHotkey("arrowright", () => this.move(1), { allowRepeat: true });
        for (let number = 1; number <= 9; number++) {
            useHotkey(String(number), () => this.setMaster(this.members[number - 1]?.id));
        }
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

    show({ group, remaining }) {
        if (status(this) === "destroyed") {
            return;
        }
        Object.assign(this.state, {
            group,
            remaining,
            column: Math.max(group ? group.members.length - 1 : 0, 0),
            master: group ? group.members[0].id : 0,
            chosen: {},
            blocked: "",
        });
        this.props.updateActionState({ pair: this.pair || undefined });
        this.queue.lookAhead(group);
    }

    async next() {
        this.show(await this.queue.next());
    }

    /** Go on where the group was lost, as after a long time without a connection. */
    async keep() {
        const { group, busy } = this.state;
        if (group && !busy && !(await this.queue.keep(group)) && group === this.state.group) {
            this.tellGone();
            await this.next();
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
    async press(decide) {
        if (this.state.group) {
            await this.run(() => decide.call(this));
        }
    }

    /** @returns {Object|false} what came of it; false where somebody else was quicker */
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
            this.offerUndo(_t("Merged into one customer"), pair, () =>
                this.undoMerge(told.operation)
            );
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
        this.offer.make(message, () =>
            this.run(async () => {
                this.offer.close();
                if (await takeBack()) {
                    this.count(-done);
                    await this.queue.release(this.state.group);
                    this.show(await this.queue.fetch(pair));
                }
            })
        );
    }

    async undoMerge(operation) {
        await this.orm.call("customer.operation", "action_undo", [[operation]]);
        const [{ state }] = await this.orm.read("customer.operation", [operation], ["state"]);
        if (state === "undone") {
            return true;
        }
        // what others changed since is told there
        await this.openForm("customer.operation", operation);
        return false;
    }

    reopen(pairs) {
        return this.orm.call(PAIR, "customer_review_reopen", [pairs]);
    }

    openCustomer(memberId) {
        return this.openForm("res.partner", memberId);
    }

    openForm(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("customer_review", CustomerReview);
