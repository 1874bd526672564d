import { registry } from "@web/core/registry";

const member = (name) => `.o_review_member:contains("${name}")`;
const gone = (name) => `.o_customer_review:not(:has(.o_review_member:contains("${name}")))`;

/** Press a key where this customer is shown. */
function press(key, name) {
    return { content: `${key} at ${name}`, trigger: member(name), run: `press ${key}` };
}

registry.category("web_tour.tours").add("customer_master.duplicate_review", {
    steps: () => [
        press("2", "Tour Merge 1"),
        { content: "The second is kept", trigger: `${member("Tour Merge 2")} [aria-checked=true]` },
        {
            content: "The phone of the first is to survive",
            trigger: "tr[data-field=phone] td:nth-child(2) .o_review_value",
            run: "click",
        },
        {
            content: "It is marked",
            trigger: "tr[data-field=phone] td:nth-child(2).o_review_survives",
        },
        press("m", "Tour Merge 1"),
        { content: "It is merged, with an offer", trigger: ".o_review_offer .btn" },
        press("u", "Tour Split 1"),
        {
            content: "The group is back",
            trigger: `${gone("Tour Split 1")} ${member("Tour Merge 1")}`,
        },
        press("m", "Tour Merge 1"),
        { content: "The next group is there", trigger: member("Tour Split 3") },
        press("ArrowLeft", "Tour Split 1"),
        {
            content: "The second is selected",
            trigger: `${member("Tour Split 2")}.o_review_selected`,
        },
        press("s", "Tour Split 1"),
        { content: "It has gone", trigger: `${gone("Tour Split 2")} ${member("Tour Split 1")}` },
        {
            content: "Load the page again",
            trigger: `${gone("Tour Split 2")} ${member("Tour Split 3")}`,
            run: () => location.reload(),
            expectUnloadPage: true,
        },
        press("l", "Tour Split 3"),
        { content: "The last group", trigger: member("Tour Later 1") },
        press("n", "Tour Later 1"),
        { content: "What was put off comes last", trigger: member("Tour Split 1") },
        press("n", "Tour Split 1"),
        { content: "Nothing is left", trigger: ".o_review_empty" },
    ],
});

registry.category("web_tour.tours").add("customer_master.duplicate_review_phone", {
    steps: () => [
        {
            content: "The page is no wider than the screen",
            trigger: member("Tour Merge 1"),
            run() {
                const { scrollWidth, clientWidth } = document.documentElement;
                const content = document.querySelector(".o_customer_review");
                if (scrollWidth > clientWidth || content.scrollWidth > content.clientWidth) {
                    throw new Error(`The page is ${scrollWidth} wide on ${clientWidth}`);
                }
            },
        },
        { content: "Not duplicates", trigger: ".o_review_different", run: "click" },
        { content: "The next", trigger: member("Tour Split 1") },
    ],
});
