// A challenge on the screen, as a code that renews itself. Scans have to answer it while it is shown.
import { text, write } from './texts.js';
import * as service from './service.js';

const element = (id) => document.getElementById(id);
const shown = element('challenge-shown');
const toggle = element('challenge-toggle');
const size = element('challenge-size');
const picture = element('challenge-picture');

// An id that no challenge has: no code answers it.
const NONE = '';

let isOn = false;
let isLarge = false;
let newest = [];
let renewsAt = 0;
let timer = 0;
// One challenge is made at a time, and another one after it if it was asked for meanwhile.
let isMaking = false;
let isWanted = false;
let fail = () => {};
let whenMade = () => {};

/**
 * The challenges of which a scan has to answer one: that on the screen, and the one before it, which a phone may have read.
 * Before the first one is made there is none that a scan can answer; only a page that shows none demands no answer.
 */
export const open = () => {
    if (!isOn) return [];
    return newest.length > 0 ? newest.map(({ id }) => id) : [NONE];
};

const asked = () =>
    [...element('challenge-elements').querySelectorAll('input:checked')].map(({ value }) => value);

/** Shows a new challenge. */
export async function renew() {
    isWanted = isOn;
    if (isMaking) return;
    isMaking = true;
    while (isWanted) {
        isWanted = false;
        await make();
    }
    isMaking = false;
    tick();
}

async function make() {
    try {
        const made = await service.makeChallenge(asked());
        const code = await service.picture(made.picture);
        if (!isOn || isWanted) return;
        newest = [made, ...newest].slice(0, 2);
        URL.revokeObjectURL(picture.src);
        picture.src = URL.createObjectURL(code);
        shown.hidden = false;
        size.hidden = false;
        renewsAt = performance.now() + made.renew_after * 1000;
        fail(null);
        whenMade();
    } catch (error) {
        if (!isOn) return;
        fail(error);
        renewsAt = performance.now() + 5000;
    }
}

function tick() {
    if (!isOn || isMaking) return;
    const seconds = (renewsAt - performance.now()) / 1000;
    if (seconds <= 0) renew();
    else write(element('challenge-renewal'), text('challenge_renewal', { seconds: Math.ceil(seconds) }));
}

function setOn(now) {
    isOn = now;
    isWanted = false;
    newest = [];
    fail(null);
    write(toggle, text(isOn ? 'challenge_stop' : 'challenge_start'));
    clearInterval(timer);
    if (isOn) {
        timer = setInterval(tick, 200);
        renew();
    } else {
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
