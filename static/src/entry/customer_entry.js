import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";

const ENTRY_ACTION = "customer_master.customer_entry_action";

/** *New* in the customer list opens the entry form; the kanban does so by its `on_create`. */
class CustomerListController extends ListController {
    createRecord() {
        return this.actionService.doAction(ENTRY_ACTION, {
            onClose: () => this.model.load(),
        });
    }
}

registry.category("views").add("customer_list", {
    ...listView,
    Controller: CustomerListController,
});

/**
 * The entry form from anywhere but a dialog, in which something may have been typed: a keyboard
 * shortcut that the command palette lists.
 */
export const customerEntryService = {
    dependencies: ["action", "command"],
    start(env, { action, command }) {
        if (session.customer_entry) {
            command.add(_t("New customer"), () => action.doAction(ENTRY_ACTION), {
                hotkey: "alt+shift+c",
                hotkeyOptions: { bypassEditableProtection: true },
            });
        }
    },
};

registry.category("services").add("customer_entry", customerEntryService);
