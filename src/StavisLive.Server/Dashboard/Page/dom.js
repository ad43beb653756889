// Elements without markup: what comes from outside only ever becomes text.

const svgSpace = 'http://www.w3.org/2000/svg';

/** An element: `el('button.primary', { type: 'button', onclick }, 'Save')`. */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key in element && !key.includes('-')) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** An SVG element with attributes. */
export function svg(tag, attributes = {}) {
  const element = document.createElementNS(svgSpace, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** One of the icons in index.html. */
export function icon(name) {
  const element = svg('svg', { class: 'icon', 'aria-hidden': 'true' });
  element.append(svg('use', { href: `#i-${name}` }));
  return element;
}

/** Changes an icon that is there. */
export function setIcon(element, name) {
  setAttribute(element.firstChild, 'href', `#i-${name}`);
}

/** Text, written only where it is another: twice a second for every tile adds up. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The same for attributes. */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Others in the place of an element's children; of what has the focus its like has it then, counted from the end: what a button adds stands before it. */
export function refill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.localName : null;
  const likes = () => [...element.querySelectorAll(focused)];
  const fromEnd = focused ? likes().length - likes().indexOf(document.activeElement) : 0;
  element.replaceChildren(...children);
  if (focused) likes().slice(-fromEnd).find(like => !like.disabled)?.focus();
}

/** A button with an icon; its words are read out, and shown where there is room. */
export function button(words, iconName, onclick, properties = {}) {
  return el('button', { type: 'button', title: words, onclick, ...properties }, icon(iconName), el('span', {}, words));
}

/** Tells those who listen to the page. */
export function announce(text) {
  document.getElementById('live').textContent = text;
}

/** Hands bytes or an address to the browser as a download. */
export function download(address, name) {
  const link = el('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

/** Whether keys belong to what has the focus and not to the page. */
export function isTyping(target) {
  return target.closest?.('input:not([type=range], [type=radio], [type=checkbox]), select, textarea, dialog') !== null;
}

/** A dialog of its own with a form; resolves with true when it was agreed to. */
export function ask(title, content, agree, { danger = false, onagree = null } = {}) {
  return new Promise(resolve => {
    const problem = el('p.problem', { role: 'alert', hidden: true });
    const yes = el(danger ? 'button.danger' : 'button.primary', { type: 'submit', 'data-testid': 'dialog-agree' }, agree);
    const form = el('form', {}, el('h2', {}, title), ...content, problem, el('div.buttons', {},
      el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), yes));
    const dialog = el('dialog', { 'aria-label': title, 'data-testid': 'dialog' }, form);
    let agreed = false;
    form.addEventListener('submit', async event => {
      event.preventDefault();
      yes.disabled = true;
      try {
        await onagree?.(form);
        agreed = true;
        dialog.close();
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
        yes.disabled = false;
      }
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(agreed);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
