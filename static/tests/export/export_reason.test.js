import { expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    makeMockEnv,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { browser } from "@web/core/browser/browser";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { download } from "@web/core/network/download";

defineMailModels();

const OPTIONS = {
    url: "/web/export/csv",
    data: {
        data: JSON.stringify({
            model: "res.partner",
            domain: [["customer_rank", ">", 0]],
            ids: false,
            fields: [{ name: "name" }, { name: "email" }],
            context: { lang: "en_US" },
        }),
    },
};
const REASON = ".o_customer_export_reason";

/** Downloads are told as steps; they never end. */
async function start(answer) {
    patchWithCleanup(browser, {
        XMLHttpRequest: class extends browser.XMLHttpRequest {
            open(method, url) {
                this.asked = url;
                return super.open(...arguments);
            }
            send(data) {
                if (this.asked !== OPTIONS.url) {
                    return super.send(...arguments);
                }
                const { context } = JSON.parse(data.get("data"));
                expect.step(`${this.asked} ${context.customer_export_reason || "no reason"}`);
            }
        },
    });
    onRpc("customer.export", "reason_needed", ({ args, kwargs }) => {
        expect(args).toEqual(["res.partner", [["customer_rank", ">", 0]], [], ["name", "email"]]);
        expect(kwargs.context.lang).toBe("en_US");
        return answer;
    });
    await makeMockEnv();
    await mountWithCleanup(MainComponentsContainer);
}

test("few customers are exported without a question", async () => {
    await start(0);
    download(OPTIONS);
    await animationFrame();
    expect(REASON).toHaveCount(0);
    expect.verifySteps(["/web/export/csv no reason"]);
});

test("many customers need a reason, which is sent with the export", async () => {
    await start(1200);
    download(OPTIONS);
    await animationFrame();
    expect(".modal label").toHaveText(
        "You are exporting 1200 customers. What do you need them for?"
    );
    expect(".modal .btn-primary").not.toBeEnabled();
    await contains(REASON).edit("   ", { confirm: false });
    expect(".modal .btn-primary").not.toBeEnabled();
    await contains(REASON).edit(" Fair in May ", { confirm: false });
    await contains(".modal .btn-primary").click();
    expect(REASON).toHaveCount(0);
    expect.verifySteps(["/web/export/csv Fair in May"]);
});

test("without a reason nothing is exported, and the export dialog goes on", async () => {
    await start(1200);
    download(OPTIONS).then((result) => expect.step(`ended with ${result}`));
    await animationFrame();
    await contains(".modal .btn-secondary").click();
    await animationFrame();
    expect.verifySteps(["ended with undefined"]);
});
