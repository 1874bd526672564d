import { expect, test } from "@odoo/hoot";
import { patchWithCleanup, serverState } from "@web/../tests/web_test_helpers";
import { currencies } from "@web/core/currency";
import { user } from "@web/core/user";
import { formatPercent, formatShortMoney } from "@customer_master/dashboard/figures";

const NBSP = "\u00a0";

test("amounts are short in the way of the language", () => {
    patchWithCleanup(currencies, {
        ...currencies,
        77: { symbol: "¥", position: "before", digits: [69, 2] },
        78: { symbol: "₫", position: "after", digits: [69, 0] },
    });
    expect(serverState.lang).toBe("en");
    expect(formatShortMoney(250000, 77)).toBe(`¥${NBSP}250K`);
    expect(formatShortMoney(-1234567.8, 77)).toBe(`¥${NBSP}-1.23M`);
    expect(formatShortMoney(80, 78)).toBe(`80${NBSP}₫`);
    expect(formatShortMoney(0, 0)).toBe("0");
    patchWithCleanup(user, { lang: "zh-CN" });
    expect(formatShortMoney(250000, 77)).toBe(`¥${NBSP}25万`);
});

test("shares are written in the way of the language", () => {
    expect(formatPercent(12.34)).toBe("12.3%");
    patchWithCleanup(user, { lang: "de-DE" });
    expect(formatPercent(12.34)).toBe(`12,3${NBSP}%`);
});
