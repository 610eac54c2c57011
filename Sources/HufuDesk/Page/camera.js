// The camera: frames are sent to the service, one at a time, a few a second. Where the browser reads codes itself, their text is
// sent instead.
import { text, write } from './texts.js';

// From the start of one reading to the next.
const INTERVAL = 150;
// While the last code stays in the picture, and how long it has to be away before it counts as a new scan.
const WAITING_INTERVAL = 1000;
const AWAY = 2000;
// The browser's reader misses codes that the service reads.
const SERVICE_INTERVAL = 1000;

const element = (id) => document.getElementById(id);
const video = element('video');
const canvas = document.createElement('canvas');
const drawing = canvas.getContext('2d', { alpha: false });

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function makeDetector() {
    if (!('BarcodeDetector' in self)) return null;
    const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
    return formats.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : null;
}

/** What the codes of a frame say, apart from the moment: a token that follows is the same person's. */
const identity = (reports) => JSON.stringify(reports.map(({ verdict, code }) =>
    verdict.license ? [verdict.issuer.id, verdict.license.document_number ?? verdict.license] : [code]));

/**
 * @param readsPictures whether the service reads pictures
 * @param scan, verify the calls of the service that take a picture and a text, and return reports
 * @param isPaused whether a verdict is on the screen, or a scan is being checked
 * @param deliver takes the reports of a frame
 * @param fail takes an error, or null when there is none any more
 */
export async function setUp({ readsPictures, scan, verify, isPaused, deliver, fail }) {
    const detector = await makeDetector();
    const start = element('camera-start');
    let stream = null;
    let facing = 'environment';
    let device = null;
    let sentAt = -Infinity;
    /** What the last verdict was about, and since when its code has been out of the picture. */
    let last = null;
    let awaySince = null;

    const say = (key) => write(element('camera-state'), text(key));

    async function open(isRequested) {
        close();
        start.disabled = true;
        try {
            stream = await navigator.mediaDevices.getUserMedia({
                video: {
                    ...(device ? { deviceId: { exact: device } } : { facingMode: facing }),
                    width: { ideal: 1920 }, height: { ideal: 1080 },
                },
            });
        } catch (error) {
            const reasons = { NotAllowedError: 'camera_denied', NotFoundError: 'camera_none' };
            say(reasons[error.name] ?? 'camera_failed');
            return;
        } finally {
            start.disabled = false;
        }
        const mine = stream;
        mine.getVideoTracks()[0].addEventListener('ended', () => { if (stream === mine) close('camera_failed'); });
        video.srcObject = mine;
        // A person who sees themselves expects a mirror.
        video.classList.toggle('mirrored', mine.getVideoTracks()[0].getSettings().facingMode === 'user');
        await video.play();
        video.hidden = false;
        element('camera-idle').hidden = true;
        element('camera-actions').hidden = false;
        say('camera_hint');
        if (isRequested) element('camera-stop').focus();
        // The camera goes on after the language was switched.
        history.replaceState(null, '', '#camera');
        const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
        element('camera-other').hidden = cameras.length < 2;
        read(mine);
    }

    function close(reason = 'camera_off') {
        stream?.getTracks().forEach((track) => track.stop());
        stream = null;
        video.srcObject = null;
        video.hidden = true;
        element('camera-idle').hidden = false;
        element('camera-actions').hidden = true;
        say(reason);
        history.replaceState(null, '', location.pathname + location.search);
    }

    async function read(mine) {
        while (stream === mine) {
            const began = performance.now();
            let isWaiting = false;
            if (document.hidden || isPaused() || video.videoWidth === 0) {
                await pause(100);
                continue;
            }
            try {
                const reports = await codes();
                fail(null);
                if (stream !== mine || isPaused()) continue;
                const found = reports.length > 0 ? identity(reports) : null;
                if (found === null || found !== last) awaySince ??= began;
                if (found !== null) {
                    isWaiting = found === last && (awaySince === null || began - awaySince < AWAY);
                    last = found;
                    awaySince = null;
                    if (!isWaiting) deliver(reports);
                }
                if (isWaiting) say('camera_same');
                else if (awaySince !== null && began - awaySince >= AWAY) say('camera_hint');
            } catch (error) {
                fail(error);
                isWaiting = true;
            }
            await pause((isWaiting ? WAITING_INTERVAL : INTERVAL) - (performance.now() - began));
        }
    }

    /** The reports of the codes in the present frame. */
    async function codes() {
        if (detector) {
            const found = await detector.detect(video);
            if (found.length > 0) return Promise.all(found.map(({ rawValue }) => verify(rawValue)));
            if (!readsPictures || performance.now() - sentAt < SERVICE_INTERVAL) return [];
        }
        sentAt = performance.now();
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        drawing.drawImage(video, 0, 0);
        const picture = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
        return scan(picture);
    }

    if (!navigator.mediaDevices || (!readsPictures && !detector)) {
        start.disabled = true;
        say(navigator.mediaDevices ? 'camera_unsupported' : 'camera_denied');
        return;
    }
    start.addEventListener('click', () => open(true));
    element('camera-stop').addEventListener('click', () => {
        close();
        start.focus();
    });
    element('camera-other').addEventListener('click', async () => {
        const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
        const now = stream?.getVideoTracks()[0].getSettings().deviceId;
        const next = (cameras.findIndex(({ deviceId }) => deviceId === now) + 1) % cameras.length;
        device = cameras[next]?.deviceId ?? null;
        open(false);
    });
    if (location.hash === '#camera') open(false);
}
