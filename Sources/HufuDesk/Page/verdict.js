// The verdict on the screen. It is cleared after a time, and nothing of it is kept.
import { language, text, write } from './texts.js';
import { problemOf } from './service.js';
import * as tones from './tones.js';

const SECONDS = 15;
// The rows to read from a distance; the others are smaller. The advice has a place of its own, and so have the notes.
const LARGE = new Set(['name', 'number', 'born', 'classes', 'in_force', 'standing', 'status', 'points', 'kept_back', 'clock']);
const APART = new Set(['to_do', 'note']);
// Splits a text so that every second part is a date or a time.
const DATES = /(\d{4}-\d\d-\d\d(?:T[\d:]+Z)?)/;
const PICTURES = { jpeg: 'image/jpeg', avif: 'image/avif', webp: 'image/webp', jpeg2000: 'image/jp2' };

const element = (id) => document.getElementById(id);
const section = element('verdict');
const keep = element('keep');
const portrait = element('portrait');
const announcement = element('announcement');

let clearsAt = 0;
let timer = 0;
let focusBefore = null;
let whenCleared = [];

export const isShown = () => !section.hidden;

/** Calls `action` each time a verdict has been cleared. */
export const onClear = (action) => whenCleared.push(action);

/** The report of a code that could not be judged because of an error: without an answer nothing is known. */
export const reportOf = (error) => {
    const problem = problemOf(error);
    return {
        outcome: 'indeterminate', headline: text('indeterminate').toLocaleUpperCase(language), code: problem.code,
        message: problem.message, advice: problem.advice, groups: [], verdict: {},
    };
};

/** Shows a report; `remark` is a note of the page itself. */
export function show(report, remark) {
    const rows = report.groups.flat();
    section.classList.remove('valid', 'rejected', 'indeterminate');
    section.classList.add(report.outcome);
    write(element('headline'), report.headline);
    write(element('message'), report.message);
    write(element('code'), report.code);
    write(element('advice'), report.advice);
    const notes = rows.filter((row) => row.name === 'note').map((row) => row.text).concat(remark ?? []);
    element('notes').replaceChildren(...notes.map((note) => {
        const item = document.createElement('li');
        item.textContent = note;
        return item;
    }));
    element('notes').hidden = notes.length === 0;
    const shown = rows.filter((row) => !APART.has(row.name));
    element('rows').replaceChildren(
        ...[shown.filter((row) => LARGE.has(row.name)), shown.filter((row) => !LARGE.has(row.name))]
            .filter((group) => group.length > 0).map(list));
    showPortrait(report.verdict.license?.portrait);

    if (!isShown()) {
        focusBefore = document.activeElement;
        element('desk').hidden = true;
        section.hidden = false;
        document.body.dataset.shows = 'verdict';
    }
    setKept(false);
    element('next').focus();
    scrollTo(0, 0);
    const name = rows.find((row) => row.name === 'name')?.text;
    announcement.textContent = [report.headline, name, report.message, report.advice, ...notes].filter(Boolean).join('. ');
    tones.play(report.outcome);
}

function list(rows) {
    const list = document.createElement('dl');
    list.className = 'rows';
    for (const row of rows) {
        const pair = document.createElement('div');
        pair.className = 'row';
        pair.dataset.row = row.name;
        const label = document.createElement('dt');
        label.textContent = row.label;
        const value = document.createElement('dd');
        value.append(...row.text.split(DATES).map(part));
        pair.append(label, value);
        list.append(pair);
    }
    return list;
}

/** A part of a text. A date stays in one line where there is room. */
function part(string, index) {
    if (index % 2 === 0) return string;
    const date = document.createElement('span');
    date.className = 'date';
    date.textContent = string;
    return date;
}

function showPortrait(picture) {
    URL.revokeObjectURL(portrait.src);
    portrait.removeAttribute('src');
    portrait.hidden = true;
    if (!picture) return;
    const bytes = Uint8Array.from(atob(picture.data), (character) => character.charCodeAt(0));
    // A format that the browser does not know never loads, and stays hidden.
    portrait.src = URL.createObjectURL(new Blob([bytes], { type: PICTURES[picture.format] }));
}
portrait.addEventListener('load', () => { portrait.hidden = false; });

function setKept(isKept) {
    keep.setAttribute('aria-pressed', String(isKept));
    clearInterval(timer);
    element('countdown').hidden = isKept;
    if (isKept) {
        write(element('countdown-text'), text('kept'));
        return;
    }
    clearsAt = performance.now() + SECONDS * 1000;
    timer = setInterval(tick, 100);
    tick();
}

function tick() {
    const seconds = (clearsAt - performance.now()) / 1000;
    if (seconds <= 0) {
        clear();
        return;
    }
    element('countdown').value = seconds;
    write(element('countdown-text'), text('clears', { seconds: Math.ceil(seconds) }));
}

/** Takes the verdict from the screen. */
export function clear() {
    if (!isShown()) return;
    clearInterval(timer);
    section.hidden = true;
    element('desk').hidden = false;
    delete document.body.dataset.shows;
    for (const id of ['headline', 'message', 'code', 'advice', 'notes', 'rows']) element(id).replaceChildren();
    showPortrait(null);
    announcement.textContent = text('announcement_cleared');
    (focusBefore ?? element('main')).focus();
    focusBefore = null;
    for (const action of whenCleared) action();
}

keep.addEventListener('click', () => setKept(keep.getAttribute('aria-pressed') !== 'true'));
element('next').addEventListener('click', clear);
addEventListener('keydown', (event) => { if (event.key === 'Escape') clear(); });
