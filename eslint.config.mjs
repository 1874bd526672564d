// Imports nothing: the packages lie outside the checkout, where an import from here would not find them.
const readonly = Object.fromEntries(
    [
        "AbortController", "Blob", "ClipboardEvent", "CompositionEvent", "CSS", "CustomEvent",
        "DOMParser", "DOMRect", "DataTransfer", "DragEvent", "Element", "Event", "EventTarget",
        "File", "FileReader", "FocusEvent", "FormData", "HTMLElement", "HTMLInputElement",
        "HTMLTextAreaElement", "Headers", "Image", "InputEvent", "IntersectionObserver", "Intl",
        "KeyboardEvent", "MessageChannel", "MouseEvent", "MutationObserver", "Node", "NodeFilter",
        "PointerEvent", "Range", "Request", "ResizeObserver", "Response", "TextDecoder",
        "TextEncoder", "TouchEvent", "URL", "URLSearchParams", "WheelEvent", "XMLHttpRequest",
        "atob", "btoa", "cancelAnimationFrame", "clearInterval", "clearTimeout", "console",
        "crypto", "customElements", "document", "fetch", "getComputedStyle", "getSelection",
        "history", "localStorage", "location", "luxon", "matchMedia", "navigator", "odoo",
        "performance", "queueMicrotask", "requestAnimationFrame", "sessionStorage", "setInterval",
        "setTimeout", "structuredClone", "visualViewport", "window",
    ].map((name) => [name, "readonly"])
);

export default [
    {
        files: ["static/**/*.js"],
        languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: readonly },
        rules: {
            "array-callback-return": "error",
            curly: "error",
            eqeqeq: ["error", "smart"],
            "no-alert": "error",
            "no-console": ["error", { allow: ["warn", "error"] }],
            "no-const-assign": "error",
            "no-debugger": "error",
            "no-dupe-class-members": "error",
            "no-dupe-keys": "error",
            "no-eval": "error",
            "no-restricted-globals": ["error", "event", "self"],
            "no-undef": "error",
            "no-unreachable": "error",
            "no-unused-vars": ["error", { args: "none", caughtErrors: "none" }],
            "no-var": "error",
            "no-shadow": "error",
            "prefer-const": ["error", { destructuring: "all" }],
        },
    },
];
