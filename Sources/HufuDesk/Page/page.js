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

let isAnswered = false;

function show(reports) {
    const { report, remark } = worst(reports);
    verdict.show(report, remark);
    isAnswered ||= report.verdict.answer_age !== undefined;
    records.showScans().catch((problem) => setFault('scans', problem));
}

// One after the other, so that the verdict on the screen is that of the last scan.
let turn = Promise.resolve();

/** Shows the verdicts of what `read` makes of a scan. */
function handle(read) {
    turn = turn.then(async () => {
        const busy = setTimeout(() => { element('busy').hidden = false; }, 200);
        try {
            const reports = await read();
            if (reports.length > 0) show(reports);
        } catch (problem) {
            verdict.show(verdict.reportOf(problem));
        } finally {
            clearTimeout(busy);
            element('busy').hidden = true;
        }
    });
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
    if (isAnswered) challenge.renew();
    isAnswered = false;
});
document.documentElement.dataset.ready = 'true';
