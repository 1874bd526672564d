import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

const row = (label, value, model = "customer.quality.issue") => ({
    label,
    value,
    model,
    domain: [["label", "=", label]],
});
const FIGURES = {
    tiles: [
        { name: "completeness", percent: true, ...row("Average Completeness", 71, "res.partner") },
        { name: "issues", ...row("Open Data Issues", 12345) },
    ],
    completeness: [row("0–19%", 3, "res.partner")],
    rules: [row("City", 3)],
    trend: [],
    sources: [row("Import · Anna", 3)],
    run: { state: "running", progress: 40, finished_on: false },
};

async function open(figures = FIGURES) {
    onRpc("customer.quality.dashboard", "customer_quality_figures", () => figures);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "customer_quality_dashboard",
    });
}

test("figures and how far the check is", async () => {
    await open();
    expect(queryAllTexts(".o_customer_tile")).toEqual([
        "71%\nAverage Completeness",
        "12,345\nOpen Data Issues",
    ]);
    expect(".o_customer_quality > p").toHaveText("All customers are being checked: 40 %");
    expect("canvas").toHaveCount(3);
    expect(".o_customer_chart:contains(Open Issues by Week) p").toHaveText("Nothing yet");
});

test("a figure opens its records", async () => {
    await open();
    const opened = [];
    const action = getService("action");
    action.loadAction = async (id) => ({ id, type: "ir.actions.act_window" });
    action.doAction = async (request) => opened.push(request);
    await contains("[data-name=issues]").click();
    expect(opened).toEqual([
        {
            id: "customer_master.customer_quality_issue_action",
            type: "ir.actions.act_window",
            name: "Open Data Issues",
            display_name: "Open Data Issues",
            domain: [["label", "=", "Open Data Issues"]],
            context: {},
        },
    ]);
});

test("a check can be begun", async () => {
    onRpc("customer.quality.run", "action_start", () => {
        expect.step("started");
        return false;
    });
    await open({ ...FIGURES, run: false });
    expect(".o_customer_quality > p").toHaveText("No check of all customers has been made yet.");
    await contains("button:contains(Check All Customers)").click();
    expect.verifySteps(["started"]);
});
