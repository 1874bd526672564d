import { registry } from "@web/core/registry";
import { search, shows } from "./list_steps";

const value = (name) => `.o_search_panel_filter_value:contains("${name}")`;

const clear = { content: "Clear", trigger: ".o_facet_remove", run: "click" };

registry.category("web_tour.tours").add("customer_master.search", {
    steps: () => [
        ...shows("Panel One Ltd", "Panel Two Ltd", "深圳鑫龙实业有限公司"),
        {
            content: "The region has its count",
            trigger: `${value("Tour Region")} .o_search_panel_counter:contains(/^2$/)`,
        },
        { content: "Filter by it", trigger: `${value("Tour Region")} input`, run: "click" },
        ...shows("Panel One Ltd", "Panel Two Ltd"),
        { content: "No filter", trigger: `${value("Tour Region")} input:checked`, run: "click" },
        ...shows("Panel One Ltd", "Panel Two Ltd", "深圳鑫龙实业有限公司"),
        ...search("xinlong"),
        ...shows("深圳鑫龙实业有限公司"),
        clear,
        ...search("szxl"),
        ...shows("深圳鑫龙实业有限公司"),
        clear,
        ...search("panel two"),
        ...shows("Panel Two Ltd"),
        {
            content: "Open the panel, which is closed while it has nothing to show",
            trigger: ".o_search_panel_sidebar button",
            run: "click",
        },
        {
            content: "The panel counts what was searched",
            trigger: `${value("Tour Region")} .o_search_panel_counter:contains(/^1$/)`,
        },
    ],
});
