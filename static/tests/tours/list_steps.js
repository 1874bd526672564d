/** One screen back, as the desktop and as a phone shows it. */
export const BACK = ".o_breadcrumb .o_back_button";

/** A customer in the list, of those that a test has made: their names are in no language. */
export function row(name) {
    return `.o_list_view .o_data_row:contains("${name}")`;
}

export function card(name) {
    return `.o_kanban_view .o_kanban_record:contains("${name}")`;
}

/** Search in the first of the view's search fields. */
export function search(text, where = "") {
    return [
        {
            content: `Search ${text}`,
            trigger: `${where} .o_searchview_input`,
            run: `edit ${text}`,
        },
        {
            content: "The search fields are there",
            trigger: `.o_searchview_autocomplete .o-dropdown-item.focus:contains("${text}")`,
            run: "press Enter",
        },
        {
            content: `${text} is searched`,
            trigger: `${where} .o_searchview_facet:contains("${text}")`,
        },
    ];
}

/** The list shows these customers and no other. */
export function shows(...names) {
    const others = `.o_list_view:not(:has(.o_data_row:eq(${names.length})))`;
    return [
        ...names.map((name) => ({ content: `${name} is shown`, trigger: row(name) })),
        { content: `There are ${names.length}`, trigger: others },
    ];
}

/** Choose in a field of the form or dialog at the top; ``text`` is in no language. */
export function chooseTag(name, text) {
    const field = `.o_field_widget[name=${name}]`;
    return [
        { content: `Look for ${text}`, trigger: `${field} input`, run: `edit ${text}` },
        {
            content: `Take ${text}`,
            trigger: `.o-autocomplete--dropdown-item a:contains("${text}")`,
            run: "click",
        },
        { content: `${text} is taken`, trigger: `${field} .o_tag:contains("${text}")` },
    ];
}
