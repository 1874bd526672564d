import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const WAIT = 300; // ms without a key before the server is asked

/** What a mapping makes of a sample and of a customer, while one types. */
export class MappingTrial extends Component {
    static template = "customer_master.MappingTrial";
    static components = { RecordSelector };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.mappingId = this.props.action.params.mapping_id;
        this.state = useState({ tab: "in", text: "", sample: null, partnerId: false, out: null });
        this.tryNow = useDebounced(() => this.trySample(), WAIT);
    }

    get customerDomain() {
        return [["customer_is_customer", "=", true]];
    }

    get placeholder() {
        return _t('{"name": "Bolt GmbH", "address": {"city": "Bonn"}}');
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.tryNow();
    }

    async trySample() {
        if (!this.state.text.trim()) {
            this.state.sample = null;
            return;
        }
        this.state.sample = await this.keepLast.add(
            this.orm.call("customer.mapping", "try_sample", [[this.mappingId], this.state.text])
        );
    }

    async selectCustomer(partnerId) {
        this.state.partnerId = partnerId;
        this.state.out = partnerId
            ? await this.keepLast.add(
                  this.orm.call("customer.mapping", "try_customer", [[this.mappingId], partnerId])
              )
            : null;
    }
}

registry.category("actions").add("customer_mapping_trial", MappingTrial);
