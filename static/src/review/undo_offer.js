import { _t } from "@web/core/l10n/translation";

const SHOWN = 8000; // ms

/** The offer to take the last decision back: one at a time, for some seconds. */
export class UndoOffer {
    constructor(notification) {
        this.notification = notification;
        this.takeBack = null;
        this.hide = null;
    }

    make(message, takeBack) {
        this.close();
        this.takeBack = takeBack;
        this.hide = this.notification.add(message, {
            type: "success",
            autocloseDelay: SHOWN,
            className: "o_review_offer",
            buttons: [{ name: _t("Undo"), onClick: takeBack }],
        });
    }

    close() {
        this.hide?.();
        this.hide = null;
        this.takeBack = null;
    }
}
