import { beforeEach, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

const VIP = { id: 1, name: "VIP", color: 3, icon: "fa-star" };
const NEW = { id: 2, name: "Potential", color: 10, icon: "" };

class Customer extends models.Model {
    name = fields.Char();
    customer_badges = fields.Json();

    _records = [
        { id: 1, name: "With Two", customer_badges: [VIP, NEW] },
        { id: 2, name: "With None", customer_badges: [] },
        { id: 3, name: "Never Computed" },
        { id: 4, name: "<b>Bold</b>", customer_badges: [{ ...VIP, name: "<i>x</i>" }] },
    ];
}

defineMailModels();
defineModels([Customer]);

beforeEach(() => {
    Customer._views.list = `<list><field name="name" widget="customer_name" readonly="1"/></list>`;
});

function mountForm(resId, arch) {
    return mountView({ type: "form", resModel: "customer", resId, arch: `<form>${arch}</form>` });
}

test("the list shows the badges beside the name", async () => {
    await mountView({ type: "list", resModel: "customer" });
    const badges = ".o_data_row:eq(0) .o_field_customer_name .o_customer_name + .o_customer_badge";
    expect(badges).toHaveCount(1);
    expect(queryAllTexts(".o_data_row:eq(0) .o_customer_badge")).toEqual(["VIP", "Potential"]);
    expect(".o_data_row:eq(0) .o_customer_badge:eq(0)").toHaveClass("o_tag_color_3");
    expect(".o_data_row:eq(0) .o_customer_badge:eq(0) .fa-star").toHaveCount(1);
    expect(".o_data_row:eq(0) .o_customer_badge:eq(1)").toHaveClass("o_tag_color_10");
    expect(".o_data_row:eq(0) .o_customer_badge:eq(1) .fa").toHaveCount(0);
});

test("a customer without badges shows its name only", async () => {
    await mountView({ type: "list", resModel: "customer" });
    expect(queryAllTexts(".o_data_row:eq(1) .o_field_customer_name")).toEqual(["With None"]);
    expect(queryAllTexts(".o_data_row:eq(2) .o_field_customer_name")).toEqual(["Never Computed"]);
    expect(".o_data_row:eq(1) .o_customer_badge").toHaveCount(0);
    expect(".o_data_row:eq(2) .o_customer_badge").toHaveCount(0);
});

test("HTML in names stays text", async () => {
    await mountView({ type: "list", resModel: "customer" });
    expect(queryAllTexts(".o_data_row:eq(3) .o_customer_name")).toEqual(["<b>Bold</b>"]);
    expect(queryAllTexts(".o_data_row:eq(3) .o_customer_badge")).toEqual(["<i>x</i>"]);
    const cell = queryFirst(".o_data_row:eq(3) .o_field_customer_name");
    expect(cell.querySelector("b, .o_customer_badge i:not(.fa)")).toBe(null);
});

test("the kanban shows the badges beside the name", async () => {
    await mountView({
        type: "kanban",
        resModel: "customer",
        arch: `
            <kanban>
                <templates>
                    <t t-name="card"><field name="name" widget="customer_name"/></t>
                </templates>
            </kanban>`,
    });
    expect(queryAllTexts(".o_kanban_record:eq(0) .o_customer_badge")).toEqual(["VIP", "Potential"]);
    expect(".o_kanban_record:eq(1) .o_customer_badge").toHaveCount(0);
});

test("the name can still be edited in a form", async () => {
    await mountForm(1, `<field name="name" widget="customer_name"/>`);
    await contains(".o_field_customer_name input").edit("Renamed");
    expect(".o_field_customer_name input").toHaveValue("Renamed");
    expect(queryAllTexts(".o_field_customer_name .o_customer_badge")).toEqual(["VIP", "Potential"]);
});

test("customer_badges shows all badges of the record", async () => {
    await mountForm(1, `<field name="customer_badges" widget="customer_badges"/>`);
    expect(queryAllTexts(".o_field_customer_badges .o_customer_badge")).toEqual([
        "VIP",
        "Potential",
    ]);
});

test("customer_badges is empty without badges", async () => {
    const arch = `<field name="customer_badges" widget="customer_badges" readonly="1"/>`;
    await mountForm(2, arch);
    await mountForm(3, arch);
    expect(".o_field_customer_badges").toHaveCount(2);
    expect(".o_field_customer_badges.o_field_empty").toHaveCount(2);
    expect(".o_field_customer_badges .o_customer_badge").toHaveCount(0);
});
