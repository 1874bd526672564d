import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { edit, press } from "@odoo/hoot-dom";
import { Deferred, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    MockServer,
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

class Customer extends models.Model {
    name = fields.Char({
        onChange: (record) => {
            record.eastern = (record.name || "").startsWith("CN");
        },
    });
    eastern = fields.Boolean();
    city = fields.Char();
    street = fields.Char();
    _views = {
        form: `
            <form js_class="customer_entry_form">
                <field name="eastern" invisible="1"/>
                <field name="name" required="1" default_focus="1"/>
                <group>
                    <group>
                        <label for="street"/>
                        <div class="o_customer_address">
                            <div class="o_eastern" invisible="not eastern">
                                <field name="city"/>
                                <field name="street"/>
                            </div>
                            <div class="o_western" invisible="eastern">
                                <field name="street"/>
                                <field name="city"/>
                            </div>
                        </div>
                    </group>
                </group>
                <footer>
                    <button special="save" class="btn-primary o_save" string="Save"/>
                    <button special="cancel" class="btn-secondary o_discard" string="Discard"/>
                </footer>
            </form>`,
    };
}

defineMailModels();
defineModels([Customer]);

const ENTRY = ".o_dialog .o_form_view";
const NAME = `${ENTRY} [name=name] input`;
// the question lies over the entry form
const QUESTION = ".o_dialog:not(:has(.o_form_view))";
const YES = `${QUESTION} footer button.btn-primary`;
const NO = `${QUESTION} footer button.btn-secondary`;

async function openEntry(typed) {
    onRpc("web_save", () => expect.step("saved"));
    await mountWithCleanup(WebClient);
    await getService("action").doAction(
        {
            type: "ir.actions.act_window",
            res_model: "customer",
            target: "new",
            views: [[false, "form"]],
        },
        { onClose: () => expect.step("closed") }
    );
    await animationFrame();
    if (typed) {
        await contains(NAME).edit(typed, { confirm: false });
    }
}

async function escape() {
    await press("Escape");
    await animationFrame();
}

async function cross() {
    // a phone shows an arrow instead of the cross
    await contains(
        ".o_dialog .modal-header .btn-close, .o_dialog .modal-header .oi-arrow-left"
    ).click();
    await animationFrame();
}

for (const [name, leave] of Object.entries({ Escape: escape, "The cross": cross })) {
    describe(name, () => {
        test("closes an untouched form without a question", async () => {
            await openEntry();
            await leave();
            expect(".o_dialog").toHaveCount(0);
            expect.verifySteps(["closed"]);
        });

        test("asks where something was typed, and stays on “go on typing”", async () => {
            await openEntry("Typed Ltd");
            await leave();
            expect(QUESTION).toHaveCount(1);
            await contains(NO).click();
            expect(QUESTION).toHaveCount(0);
            expect(NAME).toHaveValue("Typed Ltd");
            expect.verifySteps([]);
        });

        test("closes and stores nothing on “discard”", async () => {
            await openEntry("Typed Ltd");
            await leave();
            await contains(YES).click();
            await animationFrame();
            expect(".o_dialog").toHaveCount(0);
            expect.verifySteps(["closed"]);
        });

        test("asks again the next time", async () => {
            await openEntry("Typed Ltd");
            await leave();
            await contains(NO).click();
            await leave();
            expect(QUESTION).toHaveCount(1);
            await contains(YES).click();
            await animationFrame();
            expect(".o_dialog").toHaveCount(0);
            expect.verifySteps(["closed"]);
        });
    });
}

describe("The address changes its order behind the one who types", () => {
    let answer;

    beforeEach(async () => {
        const answered = new Deferred();
        answer = () => answered.resolve();
        await openEntry();
        onRpc("onchange", () => answered);
        await contains(NAME).edit("CN Ltd", { confirm: false });
        await press("Tab");
        expect(".o_western [name=street] input").toBeFocused();
    });

    test("nothing typed yet: the focus goes to its new beginning", async () => {
        answer();
        await animationFrame();
        expect(".o_western").toHaveCount(0);
        expect(".o_eastern [name=city] input").toBeFocused();
    });

    test("what was typed by then stays, and the focus in it", async () => {
        await edit("Tour Road", { confirm: false });
        answer();
        await animationFrame();
        expect(".o_eastern [name=street] input").toBeFocused();
        expect(".o_eastern [name=street] input").toHaveValue("Tour Road");
        await press("Tab");
        await contains(".o_dialog footer .o_save").click();
        await animationFrame();
        expect.verifySteps(["saved", "closed"]);
        expect(MockServer.env.customer.at(-1)).toMatchObject({
            name: "CN Ltd",
            street: "Tour Road",
        });
    });
});

test("Escape in the question goes on typing", async () => {
    await openEntry("Typed Ltd");
    await escape();
    expect(QUESTION).toHaveCount(1);
    await escape();
    expect(QUESTION).toHaveCount(0);
    expect(NAME).toHaveValue("Typed Ltd");
    expect.verifySteps([]);
});

test("a save that misses a value leads to its field", async () => {
    await openEntry();
    await contains(".o_western [name=street] input").edit("Tour Road", { confirm: false });
    await contains(".o_dialog footer .o_save").click();
    await animationFrame();
    await animationFrame();
    expect(NAME).toBeFocused();
    expect.verifySteps([]);
});

test("the save button saves and closes without a question", async () => {
    await openEntry("Typed Ltd");
    await contains(`${ENTRY} footer .o_save, .o_dialog footer .o_save`).click();
    await animationFrame();
    expect(".o_dialog").toHaveCount(0);
    expect.verifySteps(["saved", "closed"]);
});
