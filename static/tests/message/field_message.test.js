import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const MISSING = "Please enter the phone.";
const WRONG = "This is <b>no</b> phone.";

class Customer extends models.Model {
    phone = fields.Char({
        onChange: (record) => {
            record.customer_messages = record.phone === "wrong" ? { phone: WRONG } : false;
        },
    });
    email = fields.Char();
    customer_messages = fields.Json();

    _records = [
        { id: 1, phone: "1", email: "x", customer_messages: { email: "No email." } },
        { id: 2, phone: false, customer_messages: { phone: WRONG } },
    ];
}

defineMailModels();
defineModels([Customer]);

const MESSAGE = ".o_customer_field_message";

function mountForm(resId) {
    return mountView({
        type: "form",
        resModel: "customer",
        resId,
        arch: `
            <form>
                <field name="phone" required="1"/>
                <widget name="customer_field_message" field="phone" string="${MISSING}"/>
                <field name="email"/>
                <widget name="customer_field_message" field="email"/>
            </form>`,
    });
}

test("shows what the server says about its field, and nothing at the others", async () => {
    await mountForm(1);
    expect(queryAllTexts(MESSAGE)).toEqual(["No email."]);
    expect(MESSAGE).toHaveAttribute("data-field", "email");
    expect(MESSAGE).toHaveAttribute("role", "alert");
});

test("an empty required field is told about after a failed save only", async () => {
    onRpc("web_save", () => expect.step("saved"));
    await mountForm();
    expect(MESSAGE).toHaveCount(0);
    await contains("[name=email] input").edit("x");
    await clickSave();
    expect.verifySteps([]);
    expect(queryAllTexts(MESSAGE)).toEqual([MISSING]);
    await contains("[name=phone] input").edit("138");
    expect(MESSAGE).toHaveCount(0);
    await clickSave();
    expect.verifySteps(["saved"]);
});

test("the server's sentence comes before the one about an empty field", async () => {
    await mountForm(2);
    await contains("[name=email] input").edit("x");
    await clickSave();
    expect("[name=phone]").toHaveClass("o_field_invalid");
    expect(queryAllTexts(MESSAGE)).toEqual([WRONG]);
    expect(`${MESSAGE} b`).toHaveCount(0);
});

test("follows what is typed", async () => {
    await mountForm();
    await contains("[name=phone] input").edit("wrong");
    expect(queryAllTexts(MESSAGE)).toEqual([WRONG]);
    expect("[name=phone] input").toHaveValue("wrong");
    await contains("[name=phone] input").edit("138");
    expect(MESSAGE).toHaveCount(0);
});
