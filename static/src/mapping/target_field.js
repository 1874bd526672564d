import { registry } from "@web/core/registry";
import {
    FieldSelectorField,
    fieldSelectorField,
} from "@web/views/fields/field_selector/field_selector_field";
import { useSpecialData } from "@web/views/fields/relational_utils";
import { SelectionField, selectionField } from "@web/views/fields/selection/selection_field";

/** The field of a customer that a column is: one of those that tables can fill. */
export class TargetField extends SelectionField {
    setup() {
        super.setup();
        this.targets = useSpecialData((orm) => orm.call("customer.mapping", "get_targets", []));
    }

    get options() {
        return Array.isArray(this.targets.data) ? this.targets.data : [];
    }

    get string() {
        const value = this.props.record.data[this.props.name];
        return this.options.find((option) => option[0] === value)?.[1] ?? value ?? "";
    }

    onChange(value) {
        this.props.record.update({ [this.props.name]: value ?? false });
    }
}

export const targetField = {
    ...selectionField,
    component: TargetField,
    supportedTypes: ["char"],
};

registry.category("fields").add("customer_target", targetField);

/** A path of fields that begins at a customer. */
export class PathField extends FieldSelectorField {
    static template = "customer_master.PathField";

    get resModel() {
        return "res.partner";
    }

    filter(fieldDef) {
        const unreadable = ["binary", "json", "properties", "reference", "many2one_reference"];
        return super.filter(fieldDef) && !unreadable.includes(fieldDef.type);
    }
}

registry.category("fields").add("customer_path", { ...fieldSelectorField, component: PathField });
