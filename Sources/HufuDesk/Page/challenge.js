// A challenge on the screen, as a code that renews itself. Scans have to answer it while it is shown.
import { text, write } from './texts.js';
import * as service from './service.js';

const element = (id) => document.getElementById(id);
const shown = element('challenge-shown');
const toggle = element('challenge-toggle');
const size = element('challenge-size');
const picture = element('challenge-picture');

let isOn = false;
let isLarge = false;
let newest = [];
let renewsAt = 0;
let timer = 0;
let fail = () => {};
let whenMade = () => {};

/** The challenges that a scan may answer: the one on the screen, and the one before it, which a phone may have read. */
export const open = () => (isOn ? newest.map(({ id }) => id) : []);

const asked = () =>
    [...element('challenge-elements').querySelectorAll('input:checked')].map(({ value }) => value);

/** Shows a new challenge. */
export async function renew() {
    if (!isOn) return;
    clearInterval(timer);
    try {
        const made = await service.makeChallenge(asked());
        const code = await service.picture(made.picture);
        if (!isOn) return;
        newest = [made, ...newest].slice(0, 2);
        URL.revokeObjectURL(picture.src);
        picture.src = URL.createObjectURL(code);
        shown.hidden = false;
        size.hidden = false;
        renewsAt = performance.now() + made.renew_after * 1000;
        fail(null);
        whenMade();
    } catch (problem) {
        fail(problem);
        renewsAt = performance.now() + 5000;
    }
    timer = setInterval(tick, 200);
    tick();
}

function tick() {
    const seconds = (renewsAt - performance.now()) / 1000;
    if (seconds <= 0) renew();
    else write(element('challenge-renewal'), text('challenge_renewal', { seconds: Math.ceil(seconds) }));
}

function setOn(now) {
    isOn = now;
    newest = [];
    write(toggle, text(isOn ? 'challenge_stop' : 'challenge_start'));
    if (isOn) {
        renew();
    } else {
        clearInterval(timer);
        shown.hidden = true;
        size.hidden = true;
        setLarge(false);
    }
}

function setLarge(large) {
    isLarge = large;
    write(size, text(isLarge ? 'challenge_smaller' : 'challenge_larger'));
    element('desk').classList.toggle('asks', isLarge);
}

/** @param made called after each new challenge */
export function setUp({ signed, may_ask: elements = [], required = false }, failed, made) {
    fail = failed;
    whenMade = made;
    write(element('challenge-signature'), text(signed ? 'challenge_signed' : 'challenge_unsigned'));
    element('challenge-ask').hidden = !signed || elements.length === 0;
    element('challenge-elements').replaceChildren(...elements.map(({ name, label }) => {
        const line = document.createElement('label');
        const box = document.createElement('input');
        box.type = 'checkbox';
        box.value = name;
        box.addEventListener('change', renew);
        // The second page is no field of its own and has no label.
        line.append(box, label ?? text('second_page'));
        return line;
    }));
    toggle.addEventListener('click', () => setOn(!isOn));
    size.addEventListener('click', () => {
        setLarge(!isLarge);
        element('challenge').scrollIntoView({ block: 'nearest' });
    });
    if (required) {
        toggle.hidden = true;
        setOn(true);
    }
}
