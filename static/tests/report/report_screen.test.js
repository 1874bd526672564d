import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    pagerNext,
} from "@web/../tests/web_test_helpers";

class Run extends models.Model {
    name = fields.Char();

    _records = [
        { id: 1, name: "First" },
        { id: 2, name: "Second" },
    ];
}

defineMailModels();
defineModels([Run]);

test("the pager of the form shows the rows of the next report", async () => {
    onRpc("run", "customer_report_rows", ({ args: [[id]] }) => ({
        columns: [{ label: "Customer", number: false }],
        conditions: [],
        rows: [{ kind: "data", level: 0, cells: [`Customer ${id}`] }],
        count: 1,
        cut: 0,
        chart: null,
    }));
    await mountView({
        type: "form",
        resModel: "run",
        resId: 1,
        resIds: [1, 2],
        arch: `<form><field name="name"/><widget name="customer_report_screen"/></form>`,
    });
    expect(queryAllTexts(".o_customer_report_table td")).toEqual(["Customer 1"]);
    await pagerNext();
    await animationFrame();
    expect(queryAllTexts(".o_customer_report_table td")).toEqual(["Customer 2"]);
});
