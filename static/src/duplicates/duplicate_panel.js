import { Component, onMounted, onWillUnmount, status, useRef, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { COMPARED, comparedValues, decisionsOf } from "./duplicate_decisions";
import { DuplicateList } from "./duplicate_list";
import { takeExisting } from "./use_existing";

const WAIT = 300; // ms without a key before the server is asked

/** Likely duplicates of the customer that is being entered, while one types. */
export class DuplicatePanel extends Component {
    static template = "customer_master.DuplicatePanel";
    static components = { DuplicateList };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.state = useState({ matches: [], values: {} });
        this.typed = {};
        this.asked = "";
        this.keepLast = new KeepLast();
        this.find = useDebounced(() => this.findNow(), WAIT);
        useRecordObserver((record) => {
            // reading the values subscribes to them
            comparedValues(record);
            this.typed = {};
            this.find();
        });
        this.onInput = this.onInput.bind(this);
        onMounted(() => {
            this.form = this.root.el.closest(".o_form_renderer");
            this.form?.addEventListener("input", this.onInput);
            this.form?.addEventListener("compositionend", this.onInput);
        });
        onWillUnmount(() => {
            this.form?.removeEventListener("input", this.onInput);
            this.form?.removeEventListener("compositionend", this.onInput);
        });
    }

    /** Text inputs reach the record when they are left; a name is wanted while it is typed. */
    onInput(ev) {
        if (ev.isComposing) {
            return; // pinyin on its way to characters; compositionend follows
        }
        const name = ev.target.closest(".o_field_widget[name]")?.getAttribute("name");
        if (["name", "phone", "email", "vat"].includes(name)) {
            this.typed[name] = ev.target.value;
            this.find();
        }
    }

    async findNow() {
        // a debounced call may come after the form has gone
        if (status(this) !== "mounted" || this.props.record.resId) {
            return;
        }
        const values = comparedValues(this.props.record, this.typed);
        const key = JSON.stringify(values);
        if (key === this.asked) {
            return;
        }
        this.asked = key;
        const matches = await this.keepLast.add(
            this.orm.silent.call("res.partner", "customer_find_duplicates", [values])
        );
        // an answer that comes after the save would name the new customer itself
        const saved = Boolean(this.props.record.resId);
        Object.assign(this.state, { matches: saved ? [] : matches, values });
    }

    get matches() {
        const decided = decisionsOf(this.props.record);
        return this.state.matches.filter((match) => !decided.has(match.id));
    }

    onUse(match) {
        return takeExisting(this.env, match);
    }

    onDifferent(match) {
        decisionsOf(this.props.record).set(match.id, { decision: "different", reason: "" });
        this.render();
    }
}

registry.category("view_widgets").add("customer_duplicates", {
    component: DuplicatePanel,
    fieldDependencies: COMPARED.map((name) => ({
        name,
        type: { is_company: "boolean", country_id: "many2one" }[name] || "char",
        ...(name === "country_id" && { relation: "res.country" }),
    })),
});
