import { getCurrency } from "@web/core/currency";
import { user } from "@web/core/user";
import { nbsp } from "@web/core/utils/strings";

const DIGITS = 3; // of a short amount that tell something

/** A share of 100 as the user's language writes it. */
export function formatPercent(value) {
    const options = { style: "percent", maximumFractionDigits: 1 };
    return new Intl.NumberFormat(user.lang, options).format(value / 100);
}

/** A number that is short enough for an axis. */
export function formatShort(number) {
    const options = { notation: "compact", maximumSignificantDigits: DIGITS };
    return new Intl.NumberFormat(user.lang, options).format(number);
}

/** An amount that is short enough for an axis: 250K, 25万. */
export function formatShortMoney(amount, currencyId) {
    const short = formatShort(amount);
    const { symbol, position } = getCurrency(currencyId) || {};
    if (!symbol) {
        return short;
    }
    return (position === "after" ? [short, symbol] : [symbol, short]).join(nbsp);
}
