import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";
import { DuplicateList } from "@customer_master/duplicates/duplicate_list";

defineMailModels();

const MATCH = { name: "Same", likelihood: "90 %", details: "", owner: "", readable: true };

test("matches are shown with their badges, and without where they have none", async () => {
    const badges = [{ id: 1, name: "VIP", color: 3, icon: "" }];
    const matches = [
        { ...MATCH, id: 1, badges },
        // an empty JSON field comes as false
        { ...MATCH, id: 2, badges: false },
    ];
    await mountWithCleanup(DuplicateList, { props: { matches, values: {}, onUse: () => {} } });
    expect(".o_customer_duplicate").toHaveCount(2);
    expect(queryAllTexts(".o_customer_duplicate[data-id='1'] .o_customer_badge")).toEqual(["VIP"]);
    expect(".o_customer_duplicate[data-id='2'] .o_customer_badge").toHaveCount(0);
});

test("access to a hidden customer can be asked for, once", async () => {
    onRpc("res.partner", "customer_request_access", ({ args }) => {
        expect.step(args[0]);
        return true;
    });
    const matches = [
        { ...MATCH, id: 3, badges: [], readable: false, owner: "Anna" },
        { ...MATCH, id: 4, badges: [], readable: false },
    ];
    await mountWithCleanup(DuplicateList, { props: { matches, values: {}, onUse: () => {} } });
    expect(".o_duplicate_use").toHaveCount(0);
    expect(".o_duplicate_ask").toHaveCount(1);
    await contains(".o_duplicate_ask").click();
    expect.verifySteps([[3]]);
    expect(".o_duplicate_ask").toHaveText("Asked");
    expect(".o_duplicate_ask").not.toBeEnabled();
});

test("evidence has a sign: for, against, or nothing to compare", async () => {
    const row = { field: "Name", level: "", entered: "A", stored: "B", shown: "", whole: false };
    onRpc("res.partner", "customer_explain_duplicate", () => [
        { ...row, bits: 3, verdict: "for" },
        { ...row, bits: 2, verdict: "" },
        { ...row, bits: -3, verdict: "against" },
        { ...row, bits: -8, verdict: "against", whole: true },
    ]);
    await mountWithCleanup(DuplicateList, {
        props: { matches: [{ ...MATCH, id: 5, badges: [] }], values: {}, onUse: () => {} },
    });
    await contains(".o_duplicate_why").click();
    expect("td .fa").toHaveCount(3);
    expect("tr:eq(0) .fa-check, tr:eq(1) .fa-minus, tr:eq(2) .fa-times").toHaveCount(3);
});
