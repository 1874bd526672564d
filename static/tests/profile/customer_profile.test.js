import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, getService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

const HEADER = {
    active: true,
    is_company: true,
    badges: [{ id: 1, name: "VIP", color: 3, icon: "fa-star" }],
    facts: [
        { name: "phone", label: "Phone", value: "+49 40 1" },
        { name: "website", label: "Website", value: "https://www.nordlicht.example/" },
    ],
    marks: [{ name: "customer_stage", label: "Stage", value: "Active" }],
    priority: { name: "customer_priority", label: "Priority", value: "High", key: "2" },
    completeness: 60,
    missing: "Tax ID",
    user: { id: 5, name: "Mia" },
    can_edit: true,
    can_log: false,
    can_print: true,
};
const PROFILE = {
    id: 7,
    name: "Nordlicht",
    currency_id: 1,
    header: HEADER,
    figures: [
        {
            name: "revenue",
            label: "Revenue, 12 Months",
            kind: "money",
            value: 1234.5,
            note: "5 % more than a year before",
            trend: [
                { label: "Oct", value: 1000 },
                { label: "Nov", value: 234.5 },
            ],
            model: "sale.order",
            domain: [["state", "=", "sale"]],
        },
        {
            name: "last_order",
            label: "Last Order",
            kind: "date",
            value: false,
            model: "sale.order",
            id: 3,
        },
        {
            name: "last_contact",
            label: "Last Contact",
            kind: "date",
            value: false,
            timeline: ["mail"],
        },
    ],
    steps: {
        can_plan: true,
        rows: [
            {
                id: 9,
                label: "Call",
                type: "Call",
                icon: "fa-phone",
                date: "2026-01-01",
                late: true,
                today: false,
                user: "Mia",
                can_do: true,
                on: "",
                model: "res.partner",
                record: 7,
            },
        ],
    },
    contacts: { count: 20, domain: [], rows: [{ id: 8, name: "Ann", role: "Buyer", kind: "" }] },
    files: { count: 0, domain: [], rows: [] },
    timeline: {
        rows: [],
        cursor: false,
        kinds: [
            ["mail", "Emails"],
            ["order", "Orders"],
        ],
    },
};

async function open(profile = PROFILE, context = { active_id: 7 }) {
    onRpc("customer.profile", "get_profile", ({ args }) => {
        expect.step(`profile of ${args[0]}`);
        return profile;
    });
    onRpc("customer.timeline", "get_page", ({ kwargs }) => {
        expect.step(`timeline: ${kwargs.kinds}`);
        return profile.timeline;
    });
    await mountWithCleanup(WebClient);
    const action = getService("action");
    await action.doAction({ type: "ir.actions.client", tag: "customer_profile", context });
    const opened = [];
    action.loadAction = async (id) => ({ id, type: "ir.actions.act_window" });
    action.doAction = async (request) => opened.push(request);
    return opened;
}

test("who it is, and only what there is", async () => {
    await open();
    expect.verifySteps(["profile of 7"]);
    expect(".o_customer_profile h1").toHaveText("NordlichtVIP");
    expect(".o_customer_stars .fa-star").toHaveCount(2);
    expect("[data-name=customer_stage]").toHaveText("Active");
    expect("[data-name=website] a").toHaveText("www.nordlicht.example");
    expect(queryAllTexts(".o_customer_tile")).toEqual([
        "$ 1,235\nRevenue, 12 Months\n5 % more than a year before",
        "–\nLast Order",
        "–\nLast Contact",
    ]);
    expect(".o_customer_sparkline rect").toHaveCount(2);
    expect(".o_customer_group, .o_customer_systems, .o_customer_files").toHaveCount(0);
    expect("button[name=log]").toHaveCount(0);
    expect(".o_customer_contacts button:contains(All 20)").toHaveCount(1);
});

test("figures open their records", async () => {
    const opened = await open();
    await contains("[data-name=revenue]").click();
    expect(opened[0].domain).toEqual([["state", "=", "sale"]]);
    await contains("[data-name=last_order]").click();
    expect([opened[1].res_model, opened[1].res_id]).toEqual(["sale.order", 3]);
    await contains("[data-name=last_contact]").click();
    expect("[data-kind=mail].btn").toHaveClass("active");
    expect.verifySteps(["profile of 7", "timeline: mail"]);
});

test("what is done is done at once", async () => {
    await open();
    onRpc("mail.activity", "action_done", ({ args }) => {
        expect.step(`done ${args[0]}`);
        return false;
    });
    await contains("button[name=done]").click();
    expect.verifySteps(["profile of 7", "done 9", "profile of 7"]);
});

test("without a customer it leads to the list", async () => {
    const opened = await open(PROFILE, {});
    await contains(".o_customer_profile .btn-primary").click();
    expect(opened).toEqual(["customer_master.res_partner_action"]);
    expect.verifySteps([]);
});
