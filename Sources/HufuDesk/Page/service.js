// The service's interface, /v1.
import { language, text } from './texts.js';

/** A failed request, in the words of the service or, if it did not answer, of the page. */
export class Problem extends Error {
    constructor(code, title, advice) {
        super(title);
        this.code = code;
        this.advice = advice;
    }
}

// A service that does not answer by then is not there.
const TIMEOUT = 15000;

let token = sessionStorage.getItem('token');
let question = null;

/** Asks the person for the token of this desk, once for all requests that wait. */
function askForToken(wasWrong) {
    question ??= new Promise((resolve) => {
        const dialog = document.getElementById('token');
        const value = document.getElementById('token-value');
        document.getElementById('token-wrong').hidden = !wasWrong;
        value.value = '';
        dialog.addEventListener('close', () => {
            if (value.value) {
                token = value.value;
                sessionStorage.setItem('token', token);
            }
            value.value = '';
            question = null;
            resolve();
        }, { once: true });
        dialog.showModal();
    });
    return question;
}

async function request(path, { method = 'GET', body, type, query = [] } = {}) {
    const parameters = new URLSearchParams([['language', language], ...query]);
    for (;;) {
        const sent = token;
        const headers = {};
        if (type) headers['Content-Type'] = type;
        if (sent) headers['Authorization'] = `Bearer ${sent}`;
        let response;
        try {
            response = await fetch(`${path}?${parameters}`, {
                method, body, headers, credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT),
            });
        } catch {
            throw new Problem('unreachable', text('unreachable'), text('unreachable_advice'));
        }
        if (response.ok) return response;
        if (response.status === 401) {
            if (sent === token) await askForToken(sent !== null);
            continue;
        }
        const problem = await response.json().catch(() => ({}));
        throw new Problem(
            problem.code ?? `http.${response.status}`, problem.title ?? response.statusText, problem.advice ?? '');
    }
}

const json = async (...parameters) => (await request(...parameters)).json();
const report = (challenges) => [['view', 'report'], ...challenges.map((id) => ['challenge', id])];

/** The report of a scanned text. */
export const verify = (scan, challenges) =>
    json('/v1/verify', { method: 'POST', body: scan, type: 'text/plain', query: report(challenges) });

/** The reports of all codes in a picture, a PNG or JPEG. */
export const scan = async (picture, challenges) =>
    (await json('/v1/scan', { method: 'POST', body: picture, type: picture.type, query: report(challenges) })).codes;

/** A new challenge that asks for elements of the licence. */
export const makeChallenge = (elements) =>
    json('/v1/challenges', elements.length === 0
        ? { method: 'POST' }
        : { method: 'POST', body: JSON.stringify({ ask: elements }), type: 'application/json' });

export const status = () => json('/v1/status');
export const recentScans = async () => (await json('/v1/scans')).scans;
export const samples = async () => (await json('/v1/samples')).samples;

/** A picture of the service. It is fetched, because a desk may demand a token. */
export const picture = async (path) => (await request(path)).blob();
