import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

/**
 * Tell the browser the language of the page. Without it the same Chinese character is drawn in
 * its Japanese form wherever the machine's first CJK font is a Japanese one.
 */
export const documentLangService = {
    start() {
        document.documentElement.lang ||= user.lang;
    },
};

registry.category("services").add("customer_document_lang", documentLangService);
