import { expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Customer extends models.Model {
    name = fields.Char();
    _records = [{ id: 1, name: "One" }];
}

defineMailModels();
defineModels([Customer]);

function mountList() {
    return mountView({
        type: "list",
        resModel: "customer",
        arch: `<list js_class="customer_list"><field name="name"/></list>`,
    });
}

test("New opens the entry form, and the list is read again when it closes", async () => {
    let close = () => {};
    mockService("action", {
        doAction: (action, options) => {
            expect.step(action);
            close = options.onClose;
        },
    });
    onRpc("web_search_read", () => expect.step("read"));
    await mountList();
    expect.verifySteps(["read"]);
    await contains(".o_list_button_add").click();
    expect.verifySteps(["customer_master.customer_entry_action"]);
    Customer._records.push({ id: 2, name: "Two" });
    await close();
    expect.verifySteps(["read"]);
});

test("a customer opens as in any list", async () => {
    await mountView({
        type: "list",
        resModel: "customer",
        arch: `<list js_class="customer_list"><field name="name"/></list>`,
        selectRecord: (resId) => expect.step(`open ${resId}`),
    });
    await contains(".o_data_cell").click();
    expect.verifySteps(["open 1"]);
});
