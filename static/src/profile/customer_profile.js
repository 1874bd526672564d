import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { router } from "@web/core/browser/router";
import { deserializeDate, toLocaleDateString, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { url } from "@web/core/utils/urls";
import { formatInteger } from "@web/views/fields/formatters";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { CustomerBadges } from "../badges/customer_badges";
import { DashboardTile } from "../dashboard/dashboard_tile";
import { Sparkline } from "../dashboard/sparkline";
import { useOpenRecords } from "../dashboard/open_records";
import { CompletenessBar } from "../quality/completeness_field";
import { CustomerTimeline } from "./customer_timeline";

const PARTNER = "res.partner";
const LONG = 1e6; // from here on an amount is rounded to thousands
const LINKS = { phone: "tel:", email: "mailto:" };
const FACT_ICONS = {
    phone: "fa-phone",
    email: "fa-envelope-o",
    website: "fa-globe",
    contact_address: "fa-map-marker",
    vat: "fa-id-card-o",
    ref: "fa-hashtag",
    industry_id: "fa-industry",
    customer_source: "fa-sign-in",
};

/** Who a customer is, what it is worth, what happened, and what to do next. */
export class CustomerProfile extends Component {
    static template = "customer_master.CustomerProfile";
    static components = {
        Layout,
        CompletenessBar,
        CustomerBadges,
        CustomerTimeline,
        DashboardTile,
        Sparkline,
    };
    static props = { ...standardActionServiceProps };
    static path = "customer-profile";
    static displayName = _t("Customer Profile");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.store = useService("mail.store");
        this.openRecords = useOpenRecords();
        this.timeline = useRef("timeline");
        this.steps = useRef("steps");
        this.display = { controlPanel: {} };
        this.icons = FACT_ICONS;
        this.stars = ["1", "2", "3"];
        this.formatInteger = formatInteger;
        const { context, params } = this.props.action;
        this.customerId =
            this.props.state?.customerId ||
            context?.active_id ||
            params?.active_id ||
            router.current.active_id;
        this.state = useState({ profile: null, chosen: this.props.state?.chosen || [] });
        useSetupAction({
            getLocalState: () => ({ customerId: this.customerId, chosen: this.state.chosen }),
        });
        this.open = this.open.bind(this);
        this.openRow = this.openRow.bind(this);
        this.choose = (kinds) => {
            this.state.chosen = kinds;
        };
        this.money = (value) => formatCurrency(value, this.profile.currency_id);
        onWillStart(() => this.load());
    }

    get profile() {
        return this.state.profile;
    }

    async load() {
        if (!this.customerId) {
            return;
        }
        const profile = await this.orm.call("customer.profile", "get_profile", [this.customerId]);
        this.customerId = profile.id;
        this.state.profile = profile;
        this.env.config.setDisplayName(profile.name);
    }

    // -- what it opens -----------------------------------------------------------------

    async open(figure) {
        if (figure.timeline) {
            this.choose(figure.timeline);
            return this.timeline.el.scrollIntoView({ behavior: "smooth" });
        }
        if (figure.steps) {
            return this.steps.el.scrollIntoView({ behavior: "smooth" });
        }
        const context = figure.model === PARTNER ? { active_test: false } : { create: false };
        await this.openRecords({ context, ...figure });
    }

    openRow({ model, id }) {
        return this.openRecords({ model, id });
    }

    openContact(id) {
        return this.openRecords({ model: PARTNER, id });
    }

    openAll({ domain }, label, model) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: label,
            res_model: model,
            domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    /** Call a method of the customer, and do what it says. */
    async call(method, options) {
        const action = await this.orm.call(PARTNER, method, [[this.customerId]]);
        await this.action.doAction(action, options);
    }

    openCompany(id) {
        return this.orm
            .call(PARTNER, "action_customer_profile", [[id]])
            .then((action) => this.action.doAction(action));
    }

    openList() {
        return this.action.doAction("customer_master.res_partner_action", {
            clearBreadcrumbs: true,
        });
    }

    // -- what it does ------------------------------------------------------------------

    async plan() {
        await this.store.scheduleActivity(PARTNER, [this.customerId]);
        await this.load();
    }

    async done(step) {
        await this.orm.call("mail.activity", "action_done", [[step.id]]);
        await this.load();
    }

    log() {
        return this.call("action_log_interaction", { onClose: () => this.load() });
    }

    // -- texts -------------------------------------------------------------------------

    get avatar() {
        return url("/web/image", { model: PARTNER, id: this.profile.id, field: "avatar_256" });
    }

    link({ name, value }) {
        if (name === "website") {
            const whole = ["http://", "https://"].some((start) => value.startsWith(start));
            return whole ? value : `https://${value}`;
        }
        return LINKS[name] && LINKS[name] + value;
    }

    shown({ name, value }) {
        return name === "website" ? value.replace(/^https?:\/\//i, "").replace(/\/$/, "") : value;
    }

    formatOf({ kind, value }) {
        if (kind === "money") {
            return () => this.shortMoney(value);
        }
        if (kind === "date") {
            return () => (value ? toLocaleDateString(deserializeDate(value)) : "–");
        }
        return kind === "percent" ? () => `${Math.round(value)} %` : formatInteger;
    }

    shortMoney(value) {
        const { currency_id: currencyId } = this.profile;
        if (Math.abs(value) >= LONG) {
            return formatCurrency(value, currencyId, { humanReadable: true });
        }
        return formatCurrency(value, currencyId, { digits: [16, 0] });
    }

    hintOf({ kind, value }) {
        return kind === "money" ? this.money(value) : undefined;
    }

    cell({ kind, name }, row) {
        return kind === "money" ? this.shortMoney(row[name]) : formatInteger(row[name]);
    }

    due({ date, late, today: now }) {
        if (now) {
            return _t("Today");
        }
        if (late) {
            const days = Math.round(today().diff(deserializeDate(date), "days").days);
            if (days === 1) {
                return _t("1 day late");
            }
            return _t("%s days late", days);
        }
        return toLocaleDateString(deserializeDate(date));
    }

    fileIcon({ mimetype }) {
        const [kind, type] = mimetype.split("/");
        if (kind === "image" || kind === "audio" || kind === "video") {
            return `fa-file-${kind}-o`;
        }
        return type === "pdf" ? "fa-file-pdf-o" : "fa-file-o";
    }
}

registry.category("actions").add("customer_profile", CustomerProfile);
