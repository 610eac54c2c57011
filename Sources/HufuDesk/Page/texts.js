// The texts of the page, in the language that the service chose for it.
export const language = document.documentElement.lang;

const texts = await (await fetch(`${language}.json`)).json();

/** The text of a key; `{name}` in it is replaced by the value of that name. */
export function text(key, values = {}) {
    const pattern = texts[key];
    if (pattern === undefined) throw new Error(`no text for ${key} in ${language}`);
    return pattern.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** Whether there is a text for a key. */
export const hasText = (key) => key in texts;

/** Replaces the text of an element, and leaves it alone if it is the same: screen readers announce a change. */
export function write(element, string) {
    if (element.textContent !== string) element.textContent = string;
}
