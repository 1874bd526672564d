import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

const CONTACTS = "customer_master.customer_interaction_action";

/** What is to be done and what was done: figures on top of a salesperson's day. */
export class CustomerDay extends Component {
    static template = "customer_master.CustomerDay";
    /** `list`: the records below, whose change may change the figures */
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ day: false });
        onWillStart(() => this.load());
        onWillUpdateProps(() => this.load());
    }

    async load() {
        this.state.day = await this.orm.silent.call("customer.followup", "get_day", []);
    }

    /** Shows what these filters of the list find, and nothing else. */
    filter(...names) {
        const model = this.env.searchModel;
        const items = model.getSearchItems((item) => names.includes(item.name));
        model.query = [];
        items.forEach((item) => model.toggleSearchItem(item.id));
    }

    /** Opens what the user has done since the beginning of a period. */
    openContacts(period) {
        this.action.doAction(CONTACTS, {
            additionalContext: { search_default_mine: 1, [`search_default_${period}`]: 1 },
        });
    }
}

class CustomerDayListRenderer extends ListRenderer {
    static template = "customer_master.CustomerDayListRenderer";
    static components = { ...ListRenderer.components, CustomerDay };
}

class CustomerDayKanbanRenderer extends KanbanRenderer {
    static template = "customer_master.CustomerDayKanbanRenderer";
    static components = { ...KanbanRenderer.components, CustomerDay };
}

registry.category("views").add("customer_day_list", {
    ...listView,
    Renderer: CustomerDayListRenderer,
});
registry.category("views").add("customer_day_kanban", {
    ...kanbanView,
    Renderer: CustomerDayKanbanRenderer,
});
