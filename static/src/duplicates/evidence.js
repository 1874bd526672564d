/** What the customers themselves say, and what is known of the list as a whole, which is folded. */
export function evidenceParts(rows) {
    return { own: rows.filter((row) => !row.whole), whole: rows.filter((row) => row.whole) };
}

/** Width of the bar of a row in per cent of the longest of `rows`. */
export function barWidth(row, rows) {
    const most = Math.max(...rows.map((other) => Math.abs(other.bits)), 1);
    return Math.round((100 * Math.abs(row.bits)) / most);
}
