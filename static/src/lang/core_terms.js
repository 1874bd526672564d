import { _t } from "@web/core/l10n/translation";

/**
 * Terms of the web client that its own Chinese lacks. The web client takes a term from any addon
 * where the one that uses it has no translation, so it is enough that they are in ours.
 */
export const CORE_TERMS = [
    _t("Missing required fields"),
    _t("My Preferences"),
    _t("Shortcuts"),
    _t("Add nested rule"),
    _t("Are you sure you want to update %(count)s records?"),
    _t("Among the %(total)s selected records, %(valid_count)s are valid for this update."),
    _t('Use the operators "+=", "-=", "*=" and "/=" to update the current value.'),
    _t("Are you sure you want to delete the selected record?"),
    _t("Are you sure you want to delete the %(nbSelected)s selected records?"),
    _t("No settings found"),
    _t("Try searching for another keyword"),
    _t("Select one or several criteria"),
    _t('Press "Enter" to add criterion'),
    _t("Custom range"),
    _t("Month to date"),
    _t("Year to date"),
    _t("before"),
    _t("between"),
    _t("empty"),
    _t("lower than"),
    _t("lower or equal to"),
    _t("greater or equal to"),
    _t("not %(operator_label)s"),
];
