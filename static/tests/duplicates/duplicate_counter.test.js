import { expect, test } from "@odoo/hoot";
import { withCount } from "@customer_master/duplicates/duplicate_counter";

const ENTRY = "customer_master.menu_duplicates";
const menu = (name, children = [], xmlid = name) => ({ name, xmlid, childrenTree: children });
const names = (menus) => menus.flatMap(({ name, childrenTree }) => [name, ...names(childrenTree)]);

test("the entry and what leads to it have the number behind their names", () => {
    const menus = [menu("A", [menu("B")]), menu("C", [menu("D"), menu("E", [], ENTRY)])];
    const counted = withCount(menus, 12);
    expect(names(counted)).toEqual(["A", "B", "C (12)", "D", "E (12)"]);
    expect(counted[0]).toBe(menus[0]);
    expect(names(menus)).toEqual(["A", "B", "C", "D", "E"], { message: "menus stay as they are" });
});

test("no more than is of use is counted", () => {
    expect(names(withCount([menu("E", [], ENTRY)], 10000))).toEqual(["E (9999+)"]);
});

test("who has no such menu sees no number", () => {
    expect(names(withCount([menu("A", [menu("B")])], 12))).toEqual(["A", "B"]);
});
