import { reactive, useEffect, useState } from "@odoo/owl";
import { rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { debounce } from "@web/core/utils/timing";
import { NavBar } from "@web/webclient/navbar/navbar";

const APP = "customer_master.menu_root";
const ENTRY = "customer_master.menu_duplicates";
const PAIRS = "customer.match.pair";
const WATCHED = [PAIRS, "customer.match.scan"];
const MOST = 9999; // counting on is of no use to anybody
const WAIT = 300; // ms, so that several calls at once are followed by one count

/**
 * How many possible duplicates are to be decided: counted when the app is entered, and after each
 * call that had to do with pairs or scans. Who has no menu of them never asks.
 */
export const duplicateCounterService = {
    dependencies: ["menu", "orm"],
    start(env, { menu, orm }) {
        const counter = reactive({ count: 0 });
        const refresh = debounce(async () => {
            const counted = menu.getAll().some(({ xmlid }) => xmlid === ENTRY);
            if (counted && menu.getCurrentApp()?.xmlid === APP) {
                const args = [[["state", "=", "open"]]];
                counter.count = await orm.silent
                    .call(PAIRS, "search_count", args, { limit: MOST + 1 })
                    .catch(() => 0); // nothing that one should be interrupted for
            }
        }, WAIT);
        env.bus.addEventListener("MENUS:APP-CHANGED", refresh);
        rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => {
            const { model, method } = detail.data.params;
            if (WATCHED.includes(model) && method !== "search_count") {
                refresh();
            }
        });
        return counter;
    },
};

registry.category("services").add("customer_duplicate_counter", duplicateCounterService);

/** The menus with the number behind the name of the entry, and of those that lead to it. */
export function withCount(menus, count) {
    return menus.map((menu) => {
        const childrenTree = withCount(menu.childrenTree, count);
        const leads = childrenTree.some((child, at) => child !== menu.childrenTree[at]);
        if (!leads && menu.xmlid !== ENTRY) {
            return menu;
        }
        const shown = count > MOST ? `${MOST}+` : count;
        return { ...menu, childrenTree, name: `${menu.name} (${shown})` };
    });
}

patch(NavBar.prototype, {
    setup() {
        super.setup();
        this.customerDuplicates = useState(useService("customer_duplicate_counter"));
        useEffect(
            () => {
                this.adapt(); // a longer name may need another line-up
            },
            () => [this.customerDuplicates.count]
        );
    },

    get currentAppSections() {
        const sections = super.currentAppSections;
        const { count } = this.customerDuplicates;
        return count ? withCount(sections, count) : sections;
    },
});
