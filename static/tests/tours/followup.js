import { registry } from "@web/core/registry";

/** A salesperson's day: look at who is due, log a call in two taps, plan the next step. */
function day(card) {
    const shown = `${card}:contains("Followup Tour Ltd")`;
    return [
        { trigger: ".o_customer_day button[data-name=overdue] .o_customer_day_figure" },
        { trigger: `${shown} .o_customer_log_call`, run: "click" },
        {
            trigger:
                ".modal .o_customer_interaction_log button[name=action_log], .modal footer button[name=action_log]",
            run: "click",
        },
        { trigger: `body:not(:has(.modal)):not(:has(${shown}))` },
        {
            content: "the figures follow",
            trigger: '.o_customer_day button[data-name=day] .o_customer_day_figure:contains("1")',
        },
        {
            trigger: `${card}:contains("Followup Second Ltd") .o_customer_log_visit`,
            run: "click",
        },
        { trigger: ".modal div[name=note] textarea", run: "edit Wants a sample" },
        { trigger: ".modal div[name=next_date] input", run: "edit +3 && press Tab" },
        { trigger: ".modal div[name=next_summary] input", run: "edit Send the sample" },
        { trigger: ".modal footer button[name=action_log]", run: "click" },
        { trigger: 'body:not(:has(.modal)):not(:contains("Followup Second Ltd"))' },
        { trigger: `${card}:contains("Followup Third Ltd") .o_customer_snooze`, run: "click" },
        { trigger: ".modal div[name=reason] input", run: "edit Closed" },
        { trigger: ".modal footer button[name=action_snooze]", run: "click" },
        { trigger: 'body:not(:has(.modal)):not(:contains("Followup Third Ltd"))' },
    ];
}

registry.category("web_tour.tours").add("customer_master.followup", {
    steps: () => day(".o_data_row"),
});
registry.category("web_tour.tours").add("customer_master.followup_phone", {
    steps: () => day(".o_kanban_record"),
});
