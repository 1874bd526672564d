import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { press, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { Component, xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    getMockEnv,
    getService,
    makeMockEnv,
    mockService,
    models,
    mountView,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { Dialog } from "@web/core/dialog/dialog";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { session } from "@web/session";

const ENTRY_ACTION = "customer_master.customer_entry_action";
const HOTKEY = ["alt", "shift", "c"];

class Customer extends models.Model {
    name = fields.Char();
    _views = {
        list: `<list><field name="name"/></list>`,
        search: `<search><field name="name"/></search>`,
    };
}

defineMailModels();
defineModels([Customer]);

beforeEach(() => {
    mockService("action", { doAction: (action) => expect.step(action) });
});

function commands() {
    return getService("command")
        .getCommands(document)
        .filter(({ hotkey }) => hotkey === "alt+shift+c");
}

describe("a user who may add customers", () => {
    beforeEach(() => {
        patchWithCleanup(session, { customer_entry: true });
    });

    test("has the command in the palette, with its shortcut", async () => {
        await makeMockEnv();
        await animationFrame();
        expect(commands()).toHaveLength(1);
        commands()[0].action();
        expect.verifySteps([ENTRY_ACTION]);
    });

    test("opens the entry form by the keys", async () => {
        await makeMockEnv();
        await press(HOTKEY);
        await animationFrame();
        expect.verifySteps([ENTRY_ACTION]);
    });

    test("opens it while typing in the search", async () => {
        await mountView({ type: "list", resModel: "customer" });
        if (getMockEnv().isSmall) {
            // a phone shows the input only when asked to
            await contains(".o_control_panel .fa-search").click();
        }
        await contains(".o_searchview_input").focus();
        expect(queryFirst(".o_searchview_input")).toBe(document.activeElement);
        await press(HOTKEY);
        await animationFrame();
        expect.verifySteps([ENTRY_ACTION]);
    });

    test("doesn't replace a dialog in which something is being typed", async () => {
        class Typing extends Component {
            static template = xml`<Dialog><input class="o_typing"/></Dialog>`;
            static components = { Dialog };
            static props = ["*"];
        }
        await mountWithCleanup(MainComponentsContainer);
        getService("dialog").add(Typing, {});
        await animationFrame();
        await contains(".o_typing").edit("typed");
        await press(HOTKEY);
        await animationFrame();
        expect.verifySteps([]);
        expect(".o_typing").toHaveValue("typed");
    });
});

test("others have neither the command nor the shortcut", async () => {
    patchWithCleanup(session, { customer_entry: false });
    await makeMockEnv();
    await press(HOTKEY);
    await animationFrame();
    expect(commands()).toHaveLength(0);
    expect.verifySteps([]);
});
