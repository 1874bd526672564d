import { toRaw } from "@odoo/owl";

/**
 * What the user decided on the suggested duplicates of a record that is not saved yet: kept
 * beside the record, sent with its first save as `customer_duplicate_decisions`.
 */
const decisions = new WeakMap();

/** Decisions of a record: Map of customer id -> { decision, reason }. */
export function decisionsOf(reactiveRecord) {
    // each component has a proxy of its own
    const record = toRaw(reactiveRecord);
    if (!decisions.has(record)) {
        decisions.set(record, new Map());
    }
    return decisions.get(record);
}

/** The values of a new customer that the server compares. */
export const COMPARED = [
    "name",
    "is_company",
    "phone",
    "email",
    "website",
    "vat",
    "street",
    "street2",
    "city",
    "zip",
    "country_id",
];

/** Values of the record as the server takes them; `typed` are not yet committed by the inputs. */
export function comparedValues(record, typed = {}) {
    const values = {};
    for (const name of COMPARED) {
        if (name in record.data) {
            const value = record.data[name];
            values[name] = record.fields[name].type === "many2one" ? value?.id || false : value;
        }
    }
    return { ...values, ...typed };
}
