const PAIR = "customer.match.pair";

/** The groups that a review screen has: the one that is shown, and the one after it. */
export class ReviewQueue {
    constructor(orm) {
        this.orm = orm;
        this.ahead = null; // promise of the group after the one that is shown
    }

    /** Reserve a group: that of `pair` if it still waits, else the next but for `skipped`. */
    fetch(pair = false, skipped = []) {
        return this.orm.silent.call(PAIR, "customer_review_next", [pair, skipped]);
    }

    /** Fetch the group after this one while the user looks at it. */
    lookAhead(group) {
        // what was not to be had ahead is asked for again
        this.ahead = group ? this.fetch(false, group.pairs).catch(() => null) : null;
    }

    async next() {
        const ahead = await this.ahead;
        return ahead?.group ? { ...ahead, remaining: ahead.remaining - 1 } : this.fetch();
    }

    /** Renew both reservations; whether the user still has the group that is shown. */
    async keep(group) {
        const ahead = (await this.ahead)?.group;
        if (ahead) {
            this.orm.silent.call(PAIR, "customer_review_keep", [ahead.pairs]);
        }
        return this.orm.silent.call(PAIR, "customer_review_keep", [group.pairs]);
    }

    /** Give both back. */
    async release(group) {
        const ahead = (await this.ahead)?.group;
        const pairs = [...(group ? group.pairs : []), ...(ahead ? ahead.pairs : [])];
        if (pairs.length) {
            await this.orm.silent.call(PAIR, "customer_review_release", [pairs]);
        }
    }
}
