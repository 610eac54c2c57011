// A tone for each outcome: high and rising, low and repeated, or level, so that they differ without looking.
import { text, write } from './texts.js';

const MELODIES = {
    valid: { wave: 'sine', notes: [[880, 0, 0.12], [1318.5, 0.13, 0.25]] },
    rejected: { wave: 'square', notes: [[196, 0, 0.18], [196, 0.24, 0.18], [196, 0.48, 0.18]] },
    indeterminate: { wave: 'triangle', notes: [[523.25, 0, 0.2], [523.25, 0.35, 0.2]] },
};

const button = document.getElementById('sound');
let isOn = true;
let context = null;

// Browsers play nothing before the person has done something on the page.
for (const name of ['pointerdown', 'keydown']) {
    addEventListener(name, () => {
        context ??= new AudioContext();
        if (context.state === 'suspended') context.resume();
    }, { capture: true });
}

button.hidden = false;
button.addEventListener('click', () => {
    isOn = !isOn;
    button.dataset.state = isOn ? 'on' : 'off';
    write(document.getElementById('sound-text'), text(isOn ? 'sound_on' : 'sound_off'));
    if (isOn) play('valid');
});

export function play(outcome) {
    if (!isOn || !context) return;
    const { wave, notes } = MELODIES[outcome];
    for (const [frequency, start, length] of notes) {
        const oscillator = new OscillatorNode(context, { type: wave, frequency });
        const gain = new GainNode(context, { gain: 0 });
        const from = context.currentTime + start;
        gain.gain.setValueAtTime(0, from);
        gain.gain.linearRampToValueAtTime(wave === 'square' ? 0.15 : 0.4, from + 0.01);
        gain.gain.setValueAtTime(wave === 'square' ? 0.15 : 0.4, from + length - 0.02);
        gain.gain.linearRampToValueAtTime(0, from + length);
        oscillator.connect(gain).connect(context.destination);
        oscillator.start(from);
        oscillator.stop(from + length);
    }
}
