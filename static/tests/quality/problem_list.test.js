import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Customer extends models.Model {
    phone = fields.Char({
        onChange: (record) => {
            record.customer_problems = record.phone === "wrong" && [
                { field: "phone", text: "This is <b>no</b> phone.", blocks: true },
            ];
        },
    });
    zip = fields.Char({ string: "Postcode" });
    ref = fields.Char({ string: "Code" });
    per_cent = fields.Integer();
    customer_missing = fields.Char();
    customer_problems = fields.Json();

    _records = [
        {
            id: 1,
            phone: "1",
            per_cent: 40,
            customer_missing: "City, Street",
            customer_problems: [
                { field: "phone", text: "No phone.", blocks: true },
                { field: "zip", text: "No postcode.", blocks: false },
                { field: "ref", text: "No code.", blocks: false },
            ],
        },
        { id: 2, phone: "1", per_cent: 100 },
    ];
}

defineMailModels();
defineModels([Customer]);

const PROBLEMS = ".o_customer_problems li";

function mountForm(resId, beside = "") {
    return mountView({
        type: "form",
        resModel: "customer",
        resId,
        arch: `
            <form>
                <widget name="customer_problems" beside="${beside}"/>
                <field name="phone"/>
                <notebook>
                    <page string="One"><field name="zip"/></page>
                    <page string="Two"><field name="ref"/></page>
                </notebook>
                <field name="per_cent" widget="customer_completeness"/>
            </form>`,
    });
}

test("lists what is wrong, and not what is told beside a field", async () => {
    await mountForm(1, "phone,email");
    expect(queryAllTexts(PROBLEMS)).toEqual(["Postcode: No postcode.", "Code: No code."]);
    expect(".o_customer_problems").toHaveAttribute("role", "status");
});

test("comes and goes while one types", async () => {
    await mountForm(2);
    expect(PROBLEMS).toHaveCount(0);
    await contains("[name=phone] input").edit("wrong");
    expect(queryAllTexts(PROBLEMS)).toEqual(["Phone: This is <b>no</b> phone."]);
    await contains("[name=phone] input").edit("138");
    expect(PROBLEMS).toHaveCount(0);
});

test("a click goes to the field, on another page too", async () => {
    await mountForm(1);
    await contains(`${PROBLEMS} button[data-field=phone]`).click();
    expect("[name=phone] input").toBeFocused();
    await contains(`${PROBLEMS} button[data-field=ref]`).click();
    for (let frame = 0; frame < 8; frame++) {
        await animationFrame();
    }
    expect("[name=ref] input").toBeFocused();
});

test("completeness tells what is missing", async () => {
    await mountForm(1);
    expect(".o_customer_completeness").toHaveAttribute("title", "Missing: City, Street");
    expect(".o_customer_completeness .progress-bar").toHaveClass("bg-danger");
    expect(queryAllTexts(".o_customer_completeness span")).toEqual(["40 %"]);
});

test("a complete customer is told to be so", async () => {
    await mountForm(2);
    expect(".o_customer_completeness").toHaveAttribute("title", "Complete");
    expect(".o_customer_completeness .progress-bar").toHaveClass("bg-success");
});
