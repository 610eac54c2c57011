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

/** Shows a problem of one part of the page until that part works again. */
function setFault(part, problem) {
    if (problem && !(problem instanceof service.Problem)) throw problem;
    if (problem) faults.set(part, [problem]);
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

function show(reports) {
    const { report, remark } = worst(reports);
    verdict.show(report, remark);
    if (report.verdict.answer_age !== undefined) answered = true;
    records.showScans().catch((problem) => setFault('scans', problem));
}

let answered = false;

async function verifyText(scan) {
    try {
        show([await service.verify(scan, challenge.open())]);
    } catch (problem) {
        verdict.show(verdict.reportOf(problem));
    }
}

function say(key) {
    write(element('announcement'), text(key));
    const box = element('picture-state');
    write(box, text(key));
    box.hidden = false;
}

async function scanPicture(file) {
    const picture = await pictures.prepared(file);
    if (picture === null) {
        say('picture_unknown');
        return;
    }
    say('picture_reading');
    try {
        const reports = await service.scan(picture, challenge.open());
        if (reports.length > 0) {
            element('picture-state').hidden = true;
            show(reports);
        } else {
            verdict.clear();
            say('picture_empty');
        }
    } catch (problem) {
        element('picture-state').hidden = true;
        verdict.show(verdict.reportOf(problem));
    }
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
        await records.showScans();
        faults.set('service', (status.faults ?? []).map(({ title, detail, advice }) => ({
            message: detail ? `${title}: ${detail}.` : title, advice,
        })));
        showFaults();
        return status;
    } catch (problem) {
        setFault('service', problem);
        return null;
    }
}

let status = await refresh();
while (status === null) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    status = await refresh();
}
setInterval(refresh, STATUS_INTERVAL);

if (status.demo) await samples.setUp(scanPicture).catch((problem) => setFault('samples', problem));
challenge.setUp(status.challenges ?? {}, (problem) => setFault('challenge', problem), samples.renew);
await camera.setUp({
    readsPictures: status.pictures,
    scan: (picture) => service.scan(picture, challenge.open()),
    verify: (scan) => service.verify(scan, challenge.open()),
    isPaused: verdict.isShown,
    deliver: show,
    fail: (problem) => setFault('camera', problem),
});
verdict.onClear(() => {
    if (answered) challenge.renew();
    answered = false;
});
document.documentElement.dataset.ready = 'true';
