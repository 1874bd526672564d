import { registry } from "@web/core/registry";
import {
    FieldSelectorField,
    fieldSelectorField,
} from "@web/views/fields/field_selector/field_selector_field";

/** A field that is chosen, told by its name for people in a list that is read, too. */
export class FieldPath extends FieldSelectorField {
    static template = "customer_master.FieldPath";
}

registry.category("fields").add("customer_field_path", {
    ...fieldSelectorField,
    component: FieldPath,
});
