const INPUTS = "input, textarea, select, .o_input";
const FRAMES = 3; // until a page of a notebook is drawn

/** A field of a form that is drawn and not hidden. */
function drawn(form, name) {
    const fields = form.querySelectorAll(`.o_field_widget[name="${name}"]`);
    return [...fields].find((field) => field.offsetParent);
}

/**
 * Put the focus on a field of a form, on whichever page of its notebooks it is.
 *
 * @param {HTMLElement} form
 * @param {string} name
 * @returns {Promise<boolean>} whether the form has the field
 */
export async function goToField(form, name) {
    let field = drawn(form, name);
    if (!field) {
        const tabs = [...form.querySelectorAll(".o_notebook_headers .nav-link:not(.disabled)")];
        const before = tabs.filter((tab) => tab.classList.contains("active"));
        for (const tab of tabs) {
            tab.click();
            for (let frames = 0; !field && frames < FRAMES; frames++) {
                await new Promise(requestAnimationFrame);
                field = drawn(form, name);
            }
            if (field) {
                break;
            }
        }
        if (!field) {
            before.forEach((tab) => tab.click());
            return false;
        }
    }
    field.scrollIntoView({ block: "center" });
    (field.querySelector(INPUTS) || field).focus();
    return true;
}
