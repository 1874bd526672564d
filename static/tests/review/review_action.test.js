import { expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryText } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, makeMockEnv, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { getDefaultConfig } from "@web/views/view";
import { CustomerReview } from "@customer_master/review/review_action";

defineMailModels();

function member(id, name) {
    const use = { count: id, last: "2026-01-02" };
    return {
        id,
        name,
        badges: [],
        company: "",
        created: "2020-01-01",
        last: "",
        orders: use,
        invoices: use,
        activities: use,
    };
}

function row(field, unit, values, from) {
    return {
        field,
        label: field,
        unit,
        values,
        differs: new Set(Object.values(values)).size > 1,
        // the proposal depends on the master
        kept: { 1: [from, values[from]], 2: [2, values[2]], 3: [3, values[3]] },
    };
}

function makeGroup(number, ...names) {
    const members = names.map((name, index) => member(index + 1, name));
    const texts = (text) => Object.fromEntries(members.map(({ id }) => [id, `${text} ${id}`]));
    return {
        pairs: [number, number + 1],
        members,
        fields: [
            row("name", "name", texts("Name"), 1),
            row("street", "street", texts("Street"), 1),
            row("city", "street", texts("City"), 1),
            row("phone", "phone", { 1: "Same", 2: "Same", 3: "Same" }, 1),
        ],
        why: [
            {
                left: 1,
                right: 2,
                likelihood: "99 %",
                certain: true,
                rows: [
                    { field: "Name", level: "equal", bits: 8, shown: "+8.0" },
                    { field: "Phone", level: "different", bits: -2, shown: "-2.0" },
                    { field: "Whole list", level: "", bits: -9, shown: "-9.0", whole: true },
                ],
            },
        ],
    };
}

/** The screen with these groups waiting; what it asks the server for is noted as steps. */
async function mountReview(groups, decide = () => ({ operation: 5, decided: [], group: false })) {
    const waiting = [...groups];
    onRpc("customer.match.pair", "customer_review_next", ({ args }) => {
        const [pair, skipped] = args;
        const free = waiting.filter((group) => !skipped.includes(group.pairs[0]));
        const wanted = free.find((group) => group.pairs.includes(pair));
        return { remaining: waiting.length, group: wanted || free[0] || false };
    });
    onRpc("customer.match.pair", "customer_review_decide", ({ args, kwargs }) => {
        const [decision, [first]] = args;
        const values = { ...kwargs };
        delete values.context;
        expect.step(`${decision} ${first} ${JSON.stringify(values)}`);
        const told = decide(decision);
        if (!told.blocked && !told.group) {
            waiting.splice(
                waiting.findIndex((group) => group.pairs[0] === first),
                1
            );
        }
        return told;
    });
    onRpc("customer.match.pair", "customer_review_release", () => true);
    onRpc("customer.match.pair", "customer_review_keep", () => true);
    await mountWithCleanup(CustomerReview, {
        env: await makeMockEnv({ config: getDefaultConfig() }),
        props: {
            action: {},
            actionId: 1,
            className: "",
            updateActionState: ({ pair }) => expect.step(`address ${pair}`),
        },
    });
}

const heads = () => queryAllTexts(".o_review_member .text-break");

test("records are columns, and the values that differ can be chosen", async () => {
    await mountReview([makeGroup(10, "One", "Two", "Three")]);
    expect.verifySteps(["address 10"]);
    expect(heads()).toEqual(["One", "Two", "Three"]);
    expect(queryAllTexts(".o_review_differs > th")).toEqual(["name", "street", "city"]);
    expect("tr[data-field=phone] button").toHaveCount(0);
    expect(queryText(".o_review_progress span")).toBe("1 of 1");
    // the proposal of the first, as long as another one isn't the master
    expect("tr[data-field=name] .o_review_survives[data-id='1']").toHaveCount(1);
    await press("2");
    await animationFrame();
    expect(".o_review_member[data-id='2'] [aria-checked=true]").toHaveCount(1);
    expect("tr[data-field=name] .o_review_survives[data-id='2']").toHaveCount(1);
    // the parts of an address are chosen together
    await contains("tr[data-field=city] td[data-id='3'] button").click();
    expect("tr[data-field=street] .o_review_survives[data-id='3']").toHaveCount(1);
    await press("m");
    await animationFrame();
    expect.verifySteps([
        `merge 10 {"master":2,"values":{"street":3,"city":3}}`,
        "address undefined",
    ]);
    expect(".o_review_empty").toHaveCount(1);
});

test("the next group is there at once, and the bar of evidence follows the column", async () => {
    await mountReview([makeGroup(10, "One", "Two", "Three"), makeGroup(20, "Four", "Five")]);
    // the last column is selected, which has no pair of its own here
    expect(".o_review_pair").toHaveCount(0);
    await press("arrowleft");
    await animationFrame();
    expect(".o_review_member.o_review_selected").toHaveAttribute("data-id", "2");
    expect(".o_review_pair").toHaveCount(1);
    expect(".o_review_evidence .bg-success").toHaveStyle("width: 100%", { inline: true });
    expect(".o_review_evidence .bg-danger").toHaveStyle("width: 25%", { inline: true });
    // what is known of the list as a whole is folded, and has no bar
    expect(".o_review_evidence").toHaveCount(2);
    expect(".o_evidence_list:not([open])").toHaveText(/Details/);
    await press("n");
    await animationFrame();
    expect(heads()).toEqual(["Four", "Five"]);
    expect(queryText(".o_review_progress span")).toBe("2 of 2");
    await press("l");
    await animationFrame();
    expect.verifySteps([
        "address 10",
        "different 10 {}",
        "address 20",
        "later 20 {}",
        "address undefined",
    ]);
});

test("a merge that is not possible tells why and stays", async () => {
    await mountReview([makeGroup(10, "One", "Two")], () => ({ blocked: "Not these two." }));
    await press("m");
    await animationFrame();
    expect(queryText(".o_review_blocked")).toBe("Not these two.");
    expect(heads()).toEqual(["One", "Two"]);
    expect.verifySteps(["address 10", `merge 10 {"master":1,"values":{}}`]);
});

test("the selected column is split off", async () => {
    const rest = makeGroup(11, "One", "Two");
    await mountReview([makeGroup(10, "One", "Two", "Three")], () => ({
        decided: [12],
        group: rest,
    }));
    await press("s");
    await animationFrame();
    expect(heads()).toEqual(["One", "Two"]);
    expect(queryText(".o_review_progress span")).toBe("1 of 1");
    expect.verifySteps(["address 10", `split 10 {"column":3}`, "address 11"]);
});

test("what somebody else decided makes room for the next", async () => {
    await mountReview([makeGroup(10, "One", "Two"), makeGroup(20, "Four", "Five")], () => ({
        gone: true,
    }));
    await press("m");
    await animationFrame();
    expect(heads()).toEqual(["Four", "Five"]);
    expect.verifySteps(["address 10", `merge 10 {"master":1,"values":{}}`, "address 20"]);
});

test("the group is kept while it is looked at, and leaves when it is lost", async () => {
    await mountReview([makeGroup(10, "One", "Two"), makeGroup(20, "Four", "Five")]);
    onRpc("customer.match.pair", "customer_review_keep", ({ args }) => {
        expect.step(`keep ${args[0][0]}`);
        return args[0][0] !== 10;
    });
    await advanceTime(60000);
    await animationFrame();
    expect.verifySteps(["address 10", "keep 20", "keep 10", "address 20"]);
    expect(heads()).toEqual(["Four", "Five"]);
});

test("a merge is undone from where one is", async () => {
    const first = makeGroup(10, "One", "Two");
    const waiting = [first, makeGroup(20, "Four", "Five")];
    await mountReview(waiting);
    onRpc("customer.operation", "action_undo", ({ args }) => {
        expect.step(`undo ${args[0]}`);
        return true;
    });
    onRpc("customer.operation", "read", () => [{ id: 5, state: "undone" }]);
    onRpc("customer.match.pair", "customer_review_next", ({ args }) => ({
        remaining: 2,
        group: args[0] === 10 ? first : waiting[1],
    }));
    await press("m");
    await animationFrame();
    expect(heads()).toEqual(["Four", "Five"]);
    await press("u");
    await animationFrame();
    expect(heads()).toEqual(["One", "Two"]);
    expect.verifySteps([
        "address 10",
        `merge 10 {"master":1,"values":{}}`,
        "address 20",
        "undo 5",
        "address 10",
    ]);
});

test("nothing to decide", async () => {
    await mountReview([]);
    await press("m");
    await animationFrame();
    expect(".o_review_empty").toHaveCount(1);
    expect(".o_review_bar").toHaveCount(0);
    expect.verifySteps(["address undefined"]);
});
