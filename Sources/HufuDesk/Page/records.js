// Recent scans, without personal data, and the lists with their ages.
import { language, text, write } from './texts.js';
import * as service from './service.js';

const element = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

const make = (name, className, string) => {
    const made = document.createElement(name);
    made.className = className;
    if (string !== undefined) made.textContent = string;
    return made;
};

function mark(className) {
    const made = make('span', className);
    made.setAttribute('aria-hidden', 'true');
    return made;
}

/** Fetches the recent scans. */
export async function showScans() {
    const scans = await service.recentScans();
    element('scans-empty').hidden = scans.length > 0;
    element('scans-frame').hidden = scans.length === 0;
    element('scans').replaceChildren(...scans.map((scan) => {
        const row = make('tr', scan.verdict);
        const outcome = make('td', 'outcome');
        outcome.append(mark('mark'), text(scan.verdict));
        row.append(make('td', 'time', clock.format(new Date(scan.at))), outcome, make('td', 'code', scan.code));
        return row;
    }));
}

/** Shows the lists of a status. */
export function showLists({ lists = [] }) {
    const summary = element('lists-summary');
    const isOld = lists.some(({ current }) => !current);
    const state = lists.length === 0 ? 'missing' : isOld ? 'old' : 'current';
    summary.dataset.state = state;
    summary.hidden = false;
    write(element('lists-summary-text'), text(`lists_${state}`));
    element('lists').replaceChildren(...lists.map((list) => {
        const line = make('li', list.current ? 'current' : 'old');
        const age = list.age_text ? text('list_age', { age: list.age_text }) : null;
        const state = text(list.current ? 'list_current' : 'list_old');
        line.append(mark('mark'), make('span', 'kind', text(`list_${list.kind}`)), make('span', 'name', list.name ?? ''),
            make('span', 'age', [state, age].filter(Boolean).join(', ')));
        return line;
    }));
}
