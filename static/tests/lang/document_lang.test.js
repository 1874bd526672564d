import { after, beforeEach, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { makeMockEnv, serverState } from "@web/../tests/web_test_helpers";

defineMailModels();

const root = document.documentElement;

beforeEach(() => {
    const before = root.getAttribute("lang");
    after(() => (before === null ? root.removeAttribute("lang") : (root.lang = before)));
});

test("the page gets the language of the user", async () => {
    root.removeAttribute("lang");
    serverState.lang = "zh_CN";
    await makeMockEnv();
    expect(root.lang).toBe("zh-CN");
});

test("a language that the page has already stays", async () => {
    root.lang = "de-DE";
    serverState.lang = "zh_CN";
    await makeMockEnv();
    expect(root.lang).toBe("de-DE");
});
