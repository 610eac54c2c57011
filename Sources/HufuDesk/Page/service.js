// The service's interface, /v1.
import { language, text } from './texts.js';

/** What went wrong, in the words of the service or, if it did not answer, of the page. */
export class Problem extends Error {
    constructor(code, title, advice) {
        super(title);
        this.code = code;
        this.advice = advice;
    }
}

/** The problem of an error. An error of another kind is a fault of the page, and the console shows it. */
export function problemOf(error) {
    if (error instanceof Problem) return error;
    console.error(error);
    return new Problem('page_failed', text('page_failed'), text('page_failed_advice'));
}

// A service that does not answer by then, to the end of its answer, is not there.
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

/** What `read` makes of the answer; every failure of the request, and of reading, is a Problem. */
async function request(path, read, { method = 'GET', body, type, query = [] } = {}) {
    const parameters = new URLSearchParams([['language', language], ...query]);
    for (;;) {
        const sent = token;
        const headers = {};
        if (type) headers['Content-Type'] = type;
        if (sent) headers['Authorization'] = `Bearer ${sent}`;
        try {
            const response = await fetch(`${path}?${parameters}`, {
                method, body, headers, credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT),
            });
            if (response.ok) return await read(response);
            if (response.status !== 401) {
                const problem = await response.json().catch(() => ({}));
                throw new Problem(
                    problem.code ?? `http.${response.status}`, problem.title ?? response.statusText, problem.advice ?? '');
            }
        } catch (error) {
            if (error instanceof Problem) throw error;
            throw new Problem('unreachable', text('unreachable'), text('unreachable_advice'));
        }
        if (sent === token) await askForToken(sent !== null);
    }
}

const json = (path, options) => request(path, (response) => response.json(), options);
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
export const picture = (path) => request(path, (response) => response.blob());
