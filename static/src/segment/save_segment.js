import { Component } from "@odoo/owl";
import { Domain } from "@web/core/domain";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";

// what the customer list shows anyway, which each segment has by itself
const ORDINARY = JSON.stringify([
    "&",
    ["customer_rank", ">", 0],
    "|",
    ["is_company", "=", true],
    ["parent_id", "=", false],
]);

/** The conditions of the list as it is filtered now; words such as the user have their value. */
export function segmentDomain(searchModel) {
    const all = searchModel.globalDomain;
    const shown = JSON.stringify(new Domain(all).toList(searchModel.domainEvalContext));
    const withGlobal = shown !== ORDINARY;
    const domain = searchModel._getDomain({ raw: true, withGlobal });
    const list = domain.toList(searchModel.domainEvalContext);
    return new Domain(list).toString();
}

/** Saves the filter of the customer list under a name. */
export class SaveSegment extends Component {
    static template = "customer_master.SaveSegment";
    static components = { DropdownItem };
    static props = {};

    setup() {
        this.action = useService("action");
    }

    save() {
        return this.action.doAction("customer_master.customer_segment_action_save", {
            additionalContext: { default_domain: segmentDomain(this.env.searchModel) },
        });
    }
}

registry.category("cogMenu").add(
    "customer-save-segment",
    {
        Component: SaveSegment,
        groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
        isDisplayed: async ({ config, searchModel }) =>
            searchModel.resModel === "res.partner" &&
            searchModel.context.res_partner_search_mode === "customer" &&
            ["kanban", "list"].includes(config.viewType) &&
            (await user.hasGroup("customer_master.group_sales")),
    },
    { sequence: 20 }
);
