// Whether what can be used says what it is, for who does not see it: shared by the walk.

const INPUTS = "input:not([type=hidden]), textarea, select, [contenteditable=true]";
const BUTTONS = "button, a.btn, [role=button]";
// parts of core's that have no name, whichever addon shows them; in a list the column has it
const OF_CORE = [
    ".o_list_table :is(input, textarea, select)",
    "button:has(> .o_optional_columns_dropdown_toggle)",
    ".o_searchview_facet_label, .o_back_button, .o_button_more",
    ".o_search_panel button, .o_search_panel_sidebar button, .o_component_with_search_panel > button",
    ".o_control_panel .o_cp_switch_buttons button, .o_control_panel button:has(.fa-search)",
    ".o_pager_value, .o_pager_limit",
    ".note-editable, .odoo-editor-editable, .o_clipboard_button",
    ".o_field_percentage input, [class*=partner_autocomplete] input",
].join();

const seen = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.getBoundingClientRect().width > 1 &&
    !element.closest("[aria-hidden=true], .visually-hidden");

const text = (element) => element?.textContent.trim();

function name(element) {
    const ids = (element.getAttribute("aria-labelledby") || "").split(" ");
    return (
        element.getAttribute("aria-label") ||
        element.title ||
        element.placeholder ||
        element.dataset.tooltip ||
        [...(element.labels || [])].some(text) ||
        ids.some((id) => text(document.getElementById(id))) ||
        text(element) ||
        element.querySelector("[aria-label], [title], img[alt]:not([alt=''])")
    );
}

/** Where it is, as far as it can be told. */
function place(element) {
    const field = element.closest(".o_field_widget[name]")?.getAttribute("name");
    return `${field ? `field ${field}, ` : ""}${element.outerHTML.replace(/ id="[^"]*"/, "")}`;
}

/** Inputs and buttons below `root` that are shown and have no name, as HTML. */
export function nameless(root) {
    return [...root.querySelectorAll(`${INPUTS}, ${BUTTONS}`)]
        .filter((element) => seen(element) && !element.closest(OF_CORE) && !name(element))
        .map((element) => place(element).slice(0, 200));
}
