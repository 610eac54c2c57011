// Scanners that act as a keyboard. They type faster than a person, wherever the focus is.

// The first keys of a scan follow each other within this time; a person needs 80 ms and more.
const FAST = 60;
// So many fast keys begin a scan. Later ones may be late: wireless scanners pause.
const BEGINNING = 4;
const PAUSE = 300;
// A shorter text was typed by a person.
const SHORTEST = 12;
// Scanners end with Enter or Tab, some with both.
const ENDS = new Set(['Enter', 'Tab']);

// The characters of the keys on a US keyboard. A scanner that is set to the US presses these keys, whatever the computer takes
// them for: a German computer reads HF1: as HF1Ö, a French one as HF&M. `event.code` names the key itself.
const US_KEYS = {
    Minus: '-_', Equal: '=+', BracketLeft: '[{', BracketRight: ']}', Semicolon: ';:', Quote: '\'"', Backquote: '`~',
    Backslash: '\\|', Comma: ',<', Period: '.>', Slash: '/?', Space: '  ',
};
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') US_KEYS[`Key${letter}`] = letter.toLowerCase() + letter;
[...')!@#$%^&*('].forEach((shifted, digit) => { US_KEYS[`Digit${digit}`] = digit + shifted; });

const CODE = /^(\][Qq][0-6])?HFU?[0-9](:[0-9A-Z $%*+\-./:]*|Z[A-Z2-7]*)$/;

/** The text of typed keys: as the computer's keyboard has it, unless only a US keyboard makes a code of them. */
function textOf(keys) {
    const own = keys.map(({ character }) => character).join('');
    const american = keys.map(({ code, shift, character }) => US_KEYS[code]?.[shift ? 1 : 0] ?? character).join('');
    return !CODE.test(own) && CODE.test(american) ? american : own;
}

const isTextField = (element) => element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement;

/** Calls `deliver` with the text of each scan. */
export function listen(deliver) {
    let keys = [];
    let last = -Infinity;
    let ended = -Infinity;
    let timer = 0;
    /** The text field that has the focus, and what it had in it before the scan. */
    let field = null;

    function finish() {
        clearTimeout(timer);
        const scanned = keys;
        keys = [];
        if (scanned.length >= SHORTEST) {
            ended = last;
            deliver(textOf(scanned));
        } else if (scanned.length >= BEGINNING && field) {
            // A person typed fast: the text returns to the field.
            field.element.setRangeText(scanned.map(({ character }) => character).join(''));
            field.element.selectionStart = field.element.selectionEnd;
        }
    }

    addEventListener('keydown', (event) => {
        if (['Shift', 'CapsLock', 'NumLock', 'AltGraph'].includes(event.key)) return;
        const target = event.target;
        // A token is typed into the one field of this type.
        if (target instanceof HTMLInputElement && target.type === 'password') return;
        const isFast = event.timeStamp - last < (keys.length < BEGINNING ? FAST : PAUSE);
        last = event.timeStamp;

        if (ENDS.has(event.key)) {
            if (keys.length >= SHORTEST && isFast) {
                event.preventDefault();
                event.stopImmediatePropagation();
                finish();
            } else if (keys.length === 0 && event.timeStamp - ended < FAST * 2) {
                event.preventDefault();
                event.stopImmediatePropagation();
            } else {
                finish();
            }
            return;
        }
        const isCharacter = event.key.length === 1 || event.code in US_KEYS;
        const isCommand = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');
        if (!isCharacter || isCommand || event.repeat) {
            finish();
            return;
        }
        if (!isFast && keys.length > 0) finish();
        if (keys.length === 0) {
            field = isTextField(target) && target.selectionStart !== null
                ? { element: target, value: target.value, start: target.selectionStart, end: target.selectionEnd } : null;
        }
        keys.push({
            character: event.key.length === 1 ? event.key : '', code: event.code, shift: event.shiftKey,
        });
        if (keys.length >= BEGINNING) {
            // Neither a button under the focus nor the browser's own keys react to a scan.
            event.preventDefault();
            event.stopImmediatePropagation();
            if (keys.length === BEGINNING && field) {
                field.element.value = field.value;
                field.element.setSelectionRange(field.start, field.end);
            }
        }
        clearTimeout(timer);
        timer = setTimeout(finish, PAUSE);
    }, { capture: true });

    // A button reacts to the space bar when the key goes up.
    addEventListener('keyup', (event) => {
        if (event.key === ' ' && keys.length >= BEGINNING) event.preventDefault();
    }, { capture: true });
}
