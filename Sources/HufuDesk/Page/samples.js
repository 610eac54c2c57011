// The sample codes of a demo.
import { hasText, text, write } from './texts.js';
import * as service from './service.js';

// A live code is over after some seconds.
const RENEWAL = 10000;

const element = (id) => document.getElementById(id);
const picture = element('sample-picture');
let samples = [];
let chosen = null;
let blob = null;

const nameOf = (sample) => (hasText(`sample_${sample.name}`) ? text(`sample_${sample.name}`) : sample.name);

/** Fetches the chosen sample again. */
export async function renew() {
    if (!chosen || document.hidden) return;
    const wanted = chosen;
    const code = await service.picture(wanted.picture).catch(() => null);
    if (wanted !== chosen) return;
    blob = code;
    element('sample-scan').disabled = blob === null;
    URL.revokeObjectURL(picture.src);
    if (blob) picture.src = URL.createObjectURL(blob);
    else picture.removeAttribute('src');
    picture.alt = blob ? text('sample_picture', { name: nameOf(chosen) }) : '';
}

function choose(sample) {
    chosen = sample;
    for (const button of element('sample-names').children) {
        button.setAttribute('aria-pressed', String(button.value === sample.name));
    }
    return renew();
}

/** Shows the sample codes, and calls `deliver` with the picture of one that is scanned. */
export async function setUp(deliver) {
    samples = await service.samples();
    element('sample-names').replaceChildren(...samples.map((sample) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.value = sample.name;
        write(button, nameOf(sample));
        button.addEventListener('click', () => choose(sample));
        return button;
    }));
    element('sample-scan').addEventListener('click', async () => {
        await renew();
        if (blob) deliver(blob);
    });
    element('samples').hidden = samples.length === 0;
    if (samples.length > 0) await choose(samples[0]);
    setInterval(renew, RENEWAL);
}
