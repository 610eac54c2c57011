// Pictures that are dropped, pasted or chosen.

// What the service takes.
const FORMATS = new Set(['image/png', 'image/jpeg']);
const LARGEST = 16 * 1024 * 1024;
const LONGEST_EDGE = 4000;

/** The picture as PNG or JPEG. Another format is drawn anew, and so is a larger file; `null` if it is not a picture. */
export async function prepared(file) {
    if (FORMATS.has(file.type) && file.size <= LARGEST) return file;
    let bitmap;
    try {
        bitmap = await createImageBitmap(file);
    } catch {
        return null;
    }
    const scale = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale));
    const context = canvas.getContext('2d');
    // Transparent parts of a code are light.
    context.fillStyle = 'white';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
}

/** Calls `deliver` with each picture, and `deliverText` with each text that is pasted beside the text field. */
export function listen(deliver, deliverText) {
    const drop = document.getElementById('drop');
    const input = document.getElementById('picture-file');

    document.getElementById('picture-choose').addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
        if (input.files.length > 0) deliver(input.files[0]);
        input.value = '';
    });

    let depth = 0;
    const setDragging = (now) => {
        depth = now;
        drop.hidden = depth === 0;
    };
    addEventListener('dragenter', (event) => {
        event.preventDefault();
        setDragging(depth + 1);
    });
    addEventListener('dragleave', () => setDragging(Math.max(0, depth - 1)));
    addEventListener('dragover', (event) => event.preventDefault());
    addEventListener('drop', async (event) => {
        event.preventDefault();
        setDragging(0);
        const [file] = event.dataTransfer.files;
        const address = event.dataTransfer.getData('text/uri-list');
        if (file) {
            deliver(file);
        } else if (address.startsWith(`blob:${location.origin}`)) {
            // A picture of this page, such as a sample.
            deliver(await (await fetch(address)).blob());
        }
    });

    addEventListener('paste', (event) => {
        const [file] = event.clipboardData.files;
        const pasted = event.clipboardData.getData('text/plain');
        const isInField = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
        if (file) {
            event.preventDefault();
            deliver(file);
        } else if (pasted.trim() !== '' && !isInField) {
            event.preventDefault();
            deliverText(pasted);
        }
    });
}
