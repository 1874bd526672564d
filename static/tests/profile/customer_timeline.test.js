import { beforeEach, expect, test } from "@odoo/hoot";
import { animationFrame, Deferred, queryAllAttributes, queryAllTexts } from "@odoo/hoot-dom";
import { Component, useState, xml } from "@odoo/owl";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { CustomerTimeline } from "@customer_master/profile/customer_timeline";

defineMailModels();

const KINDS = [
    ["order", "Orders"],
    ["note", "Notes"],
];
const ALL = Array.from({ length: 25 }, (_none, index) => ({
    key: `row,${index}`,
    kind: index % 2 ? "note" : "order",
    // two of them at the same moment
    date: `${index < 6 ? 2026 : 2025}-03-${String(28 - Math.floor(index / 2)).padStart(2, "0")} 10:00:00`,
    title: `Row ${index}`,
    ...(index % 2 ? { text: "Said" } : { model: "sale.order", id: index, amount: 12.5 }),
}));
const LIMIT = 10;

function pageOf(kinds, cursor) {
    const rows = ALL.filter((row) => !kinds?.length || kinds.includes(row.kind));
    const start = cursor || 0;
    const end = start + LIMIT;
    const page = { rows: rows.slice(start, end), cursor: end < rows.length && end };
    return cursor ? page : { ...page, kinds: KINDS };
}

let asked = [];
let opened = [];
let wait;

class Parent extends Component {
    static components = { CustomerTimeline };
    static props = {};
    static template = xml`
        <CustomerTimeline
            partnerId="7"
            first="first"
            chosen="state.chosen"
            choose="choose"
            open="open"
        />`;

    setup() {
        this.first = pageOf();
        this.state = useState({ chosen: [] });
        this.choose = (kinds) => (this.state.chosen = kinds);
        this.open = (row) => opened.push(row.key);
    }
}

beforeEach(() => {
    asked = [];
    opened = [];
    wait = undefined;
    onRpc("customer.timeline", "get_page", async ({ args, kwargs }) => {
        asked.push([args[0], kwargs.kinds, kwargs.cursor]);
        const answer = pageOf(kwargs.kinds, kwargs.cursor);
        await wait;
        return answer;
    });
});

const keys = () => queryAllAttributes(".o_customer_event", "data-key");

test("pages follow each other without a gap, until there are no more", async () => {
    await mountWithCleanup(Parent);
    expect(asked).toEqual([]);
    expect(keys()).toEqual(ALL.slice(0, 10).map((row) => row.key));
    await contains(".o_customer_more").click();
    await contains(".o_customer_more").click();
    expect(asked).toEqual([
        [7, [], 10],
        [7, [], 20],
    ]);
    expect(keys()).toEqual(ALL.map((row) => row.key));
    expect(".o_customer_more").toHaveCount(0);
    expect(queryAllTexts(".o_customer_year")).toEqual(["2026", "2025"]);
});

test("a second click while a page is on its way asks nothing", async () => {
    await mountWithCleanup(Parent);
    wait = new Deferred();
    await contains(".o_customer_more").click();
    expect(".o_customer_more").toHaveProperty("disabled", true);
    wait.resolve();
    await animationFrame();
    expect(asked).toHaveLength(1);
    expect(keys()).toHaveLength(20);
    expect(".o_customer_more").toHaveProperty("disabled", false);
});

test("kinds are chosen together and begin anew", async () => {
    await mountWithCleanup(Parent);
    await contains(".o_customer_more").click();
    await contains("[data-kind=note].btn").click();
    expect(asked.at(-1)).toEqual([7, ["note"], false]);
    expect(keys()).toEqual(
        ALL.filter((row) => row.kind === "note")
            .slice(0, 10)
            .map((row) => row.key)
    );
    expect("[data-kind=note].btn").toHaveAttribute("aria-pressed", "true");
    await contains(".o_customer_more").click();
    expect(asked.at(-1)).toEqual([7, ["note"], 10]);
    expect(keys()).toHaveLength(12);
    await contains("[data-kind=order].btn").click();
    expect(asked.at(-1)).toEqual([7, ["note", "order"], false]);
    await contains("[data-kind=all].btn").click();
    expect(asked).toHaveLength(4, { message: "the first page is known" });
    expect(keys()).toEqual(ALL.slice(0, 10).map((row) => row.key));
    expect(queryAllTexts(".o_customer_kinds .btn")).toEqual(["Everything", "Orders", "Notes"]);
});

test("an answer that comes too late is not shown", async () => {
    await mountWithCleanup(Parent);
    const late = new Deferred();
    wait = late;
    await contains("[data-kind=note].btn").click();
    wait = undefined;
    await contains("[data-kind=all].btn").click();
    late.resolve();
    await animationFrame();
    expect(keys()).toEqual(ALL.slice(0, 10).map((row) => row.key));
});

test("a row tells what it was and opens its record", async () => {
    await mountWithCleanup(Parent);
    expect("[data-key='row,0'] b").toHaveText("12.50");
    expect("[data-key='row,1'] button").toHaveCount(0);
    expect("[data-key='row,1'] .o_customer_event_text").toHaveText("Said");
    await contains("[data-key='row,0'] button").click();
    expect(opened).toEqual(["row,0"]);
});
