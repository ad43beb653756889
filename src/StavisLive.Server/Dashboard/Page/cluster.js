// The machines of the cluster: what each can do, and does.

import { get } from './requests.js';
import { button, el } from './dom.js';
import { number } from './words.js';

const again = 2000;

/** The button for them; it shows itself where the server is one of several. */
export function clusterButton() {
  const element = button('Machines', 'machines', open, { 'data-testid': 'cluster-button', className: 'only-icon', hidden: true });
  return {
    element,
    async offer() {
      try {
        await get('cluster');
        element.hidden = false;
      } catch {
        // Whoever may not see the machines is not offered them.
        element.hidden = true;
      }
    },
  };
}

function open() {
  const rows = el('tbody');
  const problem = el('p.problem', { role: 'alert', hidden: true });
  const heads = [['Machine'], ['State'], ['Sources', 'number'], ['Maps per second', 'number'], ['Labels']];
  const dialog = el('dialog.wide', { 'aria-label': 'Machines', 'data-testid': 'cluster' },
    el('h2', {}, 'Machines'),
    el('table', {}, el('thead', {}, el('tr', {}, ...heads.map(([words, kind]) => el('th', { scope: 'col', className: kind }, words)))), rows),
    problem,
    el('div.buttons', {}, el('button', { type: 'button', onclick: () => dialog.close() }, 'Close')));
  const timer = setInterval(fill, again);
  dialog.addEventListener('close', () => {
    clearInterval(timer);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  fill();

  async function fill() {
    try {
      const { nodes } = await get('cluster');
      rows.replaceChildren(...nodes.map(rowOf));
      problem.hidden = true;
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  }
}

function rowOf({ name, state, streams, load, capacity, labels }) {
  return el('tr', { 'data-node': name },
    el('th', { scope: 'row' }, name),
    el('td', {}, state),
    el('td.number', {}, number(streams)),
    el('td.number', {}, `${number(load)} of ${number(capacity)}`),
    el('td', {}, (labels ?? []).join(', ')));
}
