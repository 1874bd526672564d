import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();

const row = (label, value, model = "res.partner") => ({
    label,
    value,
    model,
    domain: [["label", "=", label]],
});
const FILTERS = {
    period: "last_365",
    date_from: "2025-11-25",
    date_to: "2026-11-24",
    source: "order",
    company_id: false,
    dimension_id: 3,
    lost_months: 12,
};
const SALES = {
    currency_id: 1,
    tiles: [
        { name: "revenue", change: -12.34, ...row("Ordered", 1500, "customer.sale.analysis") },
        { name: "bought", label: "Customers Who Bought", value: 12, customers: ["bought", false] },
    ],
    trend: { now: [row("Nov 2026", 5)], before: [row("Nov 2025", 4)] },
    top: [row("A customer with quite a long name", 5, "customer.sale.analysis")],
    curve: [{ label: "5%", value: 80, customers: ["top", 5] }],
    classes: [
        {
            label: "A",
            value: 3,
            customer_share: 25,
            revenue_share: 80.04,
            customers: ["class", "a"],
        },
    ],
    new: [{ label: "Nov 2026", value: 0, customers: ["new", "2026-11-01"] }],
    lost: [{ label: "Nov 2026", value: 0, customers: ["lost", "2026-11-01"] }],
};
const DATA = {
    filters: FILTERS,
    choices: {
        sources: ["order", "invoice"],
        companies: [],
        dimensions: [
            [3, "Size"],
            [4, "Need"],
        ],
        lost_months: [6, 12],
    },
    customers: {
        total: { name: "customers", ...row("Customers", 12345) },
        categories: [row("Large", 5)],
        regions: [],
        priorities: false,
    },
    follow_up: [{ name: "overdue", ...row("Customers With Overdue Activities", 2) }],
    sales: SALES,
};

async function open(data = DATA) {
    onRpc("customer.dashboard", "get_data", ({ kwargs }) => {
        const filters = Object.keys(FILTERS).map((name) => [name, kwargs[name] ?? FILTERS[name]]);
        return { ...data, filters: Object.fromEntries(filters) };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "customer_dashboard" });
    const opened = [];
    const action = getService("action");
    action.loadAction = async (id) => ({ id, type: "ir.actions.act_window" });
    action.doAction = async (request) => opened.push(request);
    return opened;
}

test("figures, charts and what is empty", async () => {
    await open();
    expect(queryAllTexts(".o_customer_tile")).toEqual([
        "12,345\nCustomers",
        "$ 1.5K\nOrdered\n12.3% less than a year before",
        "12\nCustomers Who Bought",
        "2\nCustomers With Overdue Activities",
    ]);
    expect("canvas").toHaveCount(4);
    expect(".o_customer_chart:contains(Customers by Region) p").toHaveText("Nothing yet");
    expect(".o_customer_chart:contains(Customers by Priority)").toHaveCount(0);
    expect("[data-class=A]").toHaveText("A3 customers (25%) make 80% of the revenue");
});

test("a figure opens its records", async () => {
    const opened = await open();
    await contains("[data-name=revenue]").click();
    expect(opened[0].domain).toEqual([["label", "=", "Ordered"]]);
    expect(opened[0].name).toBe("Ordered");
    onRpc("customer.dashboard", "get_customers", ({ args, kwargs }) => {
        expect.step([...args, kwargs.period]);
        return [7, 8];
    });
    await contains("[data-class=A]").click();
    expect.verifySteps([["class", "a", "last_365"]]);
    expect(opened[1].domain).toEqual([["id", "in", [7, 8]]]);
});

test("a choice asks for new figures and keeps the others", async () => {
    await open();
    onRpc("customer.dashboard", "get_data", ({ kwargs }) => {
        expect.step([kwargs.period, kwargs.dimension_id]);
    });
    await contains("select[name=dimension_id]").select("4");
    await contains("select[name=period]").select("this_month");
    expect.verifySteps([
        ["last_365", 4],
        ["this_month", 4],
    ]);
    expect("select[name=dimension_id]").toHaveValue("4");
});

test("a choice that is refused changes nothing", async () => {
    expect.errors(1);
    await open();
    onRpc("customer.dashboard", "get_data", () => {
        throw makeServerError({ message: "No such period" });
    });
    await contains("select[name=period]").select("this_month");
    expect.verifyErrors([/No such period/]);
    expect("select[name=period]").toHaveValue("last_365");
});

test("without rights to sales", async () => {
    await open({ ...DATA, sales: false });
    expect(".o_customer_no_sales").toHaveCount(1);
    expect("canvas").toHaveCount(1);
    expect("select[name=period]").toHaveCount(0);
    expect(queryAllTexts(".o_customer_tile")).toEqual([
        "12,345\nCustomers",
        "2\nCustomers With Overdue Activities",
    ]);
});

test("no customers yet", async () => {
    const total = { name: "customers", ...row("Customers", 0) };
    const customers = { total, categories: [], regions: [], priorities: [] };
    await open({ ...DATA, customers });
    expect(".o_customer_none").toHaveCount(1);
});
