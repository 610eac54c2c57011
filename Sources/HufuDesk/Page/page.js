// The page of the desk: scans come from a camera, a scanner that types, a picture or a text, and each gets a verdict.
import { language, text, write } from './texts.js';
import * as camera from './camera.js';
import * as challenge from './challenge.js';
import * as keyboard from './keyboard.js';
import * as pictures from './pictures.js';
import * as records from './records.js';
import * as samples from './samples.js';
import * as service from './service.js';
import * as verdict from './verdict.js';

const STATUS_INTERVAL = 15000;
const SEVERITY = { valid: 0, indeterminate: 1, rejected: 2 };

const element = (id) => document.getElementById(id);

for (const part of document.querySelectorAll('[data-script]')) part.hidden = false;
for (const link of document.querySelectorAll('.languages a')) {
    if (link.lang === language) link.setAttribute('aria-current', 'true');
    link.addEventListener('click', () => { link.hash = location.hash; });
}

// --- faults -------------------------------------------------------------------------------------------------------------

const faults = new Map();

/** Shows an error of one part of the page until that part works again. */
function setFault(part, error) {
    if (error) faults.set(part, [service.problemOf(error)]);
    else faults.delete(part);
    showFaults();
}

function showFaults() {
    const lines = new Set([...faults.values()].flat().map((fault) => `${fault.message} ${fault.advice ?? ''}`.trim()));
    const box = element('fault');
    const string = [...lines].join('\n');
    if (box.textContent === string) return;
    box.textContent = string;
    box.hidden = lines.size === 0;
}

// --- scans --------------------------------------------------------------------------------------------------------------

/** The report to show of all codes in a picture: the worst, so that a valid code does not hide another. */
function worst(reports) {
    const licences = reports.filter(({ code }) => !code.startsWith('payload.'));
    const candidates = licences.length > 0 ? licences : reports;
    return {
        report: candidates.reduce((worst, next) => (SEVERITY[next.outcome] > SEVERITY[worst.outcome] ? next : worst)),
        remark: candidates.length > 1 ? text('picture_several', { count: candidates.length }) : null,
    };
}

let isAnswered = false;

function show(reports) {
    const { report, remark } = worst(reports);
    verdict.show(report, remark);
    isAnswered ||= report.verdict.answer_age !== undefined;
    showScans();
}

const showScans = () => records.showScans().then(() => setFault('scans', null), (error) => setFault('scans', error));

// One after the other, so that the verdict on the screen is that of the last scan.
let turn = Promise.resolve();
/** The number of scans that are not checked yet. */
let waiting = 0;

// A check that takes longer shows that it goes on, in place of the verdict of an earlier scan.
const NOTICEABLE = 200;

function showBusy() {
    element('busy').hidden = false;
    verdict.clear();
    write(element('announcement'), text('checking'));
}

async function check(read) {
    const busy = setTimeout(showBusy, NOTICEABLE);
    try {
        const reports = await read();
        if (reports.length > 0) show(reports);
    } catch (error) {
        verdict.show(verdict.reportOf(error));
    } finally {
        clearTimeout(busy);
        element('busy').hidden = true;
        waiting -= 1;
    }
}

/** Shows the verdicts of what `read` makes of a scan. */
function handle(read) {
    waiting += 1;
    turn = turn.then(() => check(read)).then(() => setFault('verdict', null), (error) => setFault('verdict', error));
}

const verifyText = (scan) => handle(async () => {
    sayOfPicture(null);
    return [await service.verify(scan, challenge.open())];
});

const scanPicture = (file) => handle(async () => {
    sayOfPicture(null);
    const picture = await pictures.prepared(file);
    if (picture === null) {
        sayOfPicture('picture_unknown');
        return [];
    }
    const reports = await service.scan(picture, challenge.open());
    if (reports.length === 0) sayOfPicture('picture_empty');
    return reports;
});

/** Says why a picture has no verdict, in place of an earlier verdict. */
function sayOfPicture(key) {
    const box = element('picture-state');
    box.hidden = key === null;
    if (key === null) return;
    verdict.clear();
    write(box, text(key));
    write(element('announcement'), text(key));
}

// --- ways in ------------------------------------------------------------------------------------------------------------

keyboard.listen(verifyText);
pictures.listen(scanPicture, verifyText);

element('text-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const scan = element('text').value;
    element('text').value = '';
    verifyText(scan);
});

function showFocus() {
    const hasFocus = document.hasFocus();
    element('scanner-state').dataset.state = hasFocus ? 'ready' : 'away';
    write(element('scanner-text'), text(hasFocus ? 'scanner_ready' : 'scanner_away'));
}
addEventListener('focus', showFocus);
addEventListener('blur', showFocus);
showFocus();

// --- service ------------------------------------------------------------------------------------------------------------

async function refresh() {
    try {
        const status = await service.status();
        records.showLists(status);
        await showScans();
        faults.set('service', (status.faults ?? []).map(({ title, detail, advice }) => ({
            message: detail ? `${title}: ${detail}.` : title, advice,
        })));
        showFaults();
        return status;
    } catch (error) {
        setFault('service', error);
        return null;
    }
}

let status = await refresh();
while (status === null) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    status = await refresh();
}
setInterval(refresh, STATUS_INTERVAL);

if (status.demo) await samples.setUp(scanPicture).catch((error) => setFault('samples', error));
challenge.setUp(status.challenges ?? {}, (error) => setFault('challenge', error), samples.renew);
await camera.setUp({
    readsPictures: status.pictures,
    scan: (picture) => service.scan(picture, challenge.open()),
    verify: (scan) => service.verify(scan, challenge.open()),
    isPaused: () => verdict.isShown() || waiting > 0,
    deliver: (reports) => handle(() => reports),
    fail: (error) => setFault('camera', error),
});
verdict.onClear(() => {
    if (isAnswered) challenge.renew();
    isAnswered = false;
});
document.documentElement.dataset.ready = 'true';
