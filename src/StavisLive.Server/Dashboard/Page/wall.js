// All sources side by side, as large as they fit.

import { el } from './dom.js';
import { isKnown, isOperator, onMe, onSources, sources } from './store.js';
import { Tile } from './tile.js';

const gap = 12;
const narrowest = 300;
const phone = 640;

/** Fills the wall and keeps it filled. */
export class Wall {
  #element;
  #grid = el('div.grid', { role: 'list' });
  #empty = el('div.empty', { hidden: true }, el('h2', {}, 'No sources'), el('p'));
  #items = new Map();
  #columns = 1;
  // What the pictures' places are laid out for.
  #aspect = 16 / 9;
  #seen;

  constructor(element) {
    this.#element = element;
    element.append(this.#grid, this.#empty);
    this.#seen = new IntersectionObserver(entries => {
      for (const { target, isIntersecting } of entries) {
        const item = this.#items.get(target.dataset.source);
        if (item) item.tile.isVisible = isIntersecting;
      }
    }, { rootMargin: '80px' });
    new ResizeObserver(() => this.arrange()).observe(element);
    document.addEventListener('visibilitychange', () => this.#each(tile => tile.isWanted = !document.hidden));
    this.#grid.addEventListener('keydown', event => this.#move(event));
    setInterval(() => this.#each(tile => tile.tick()), 1000);
    onSources(() => this.#update());
    onMe(() => this.#tellEmpty());
  }

  /** Puts the focus on a source's tile, where it has one. */
  focus(id) {
    this.#items.get(id)?.tile.element.focus();
  }

  /** Chooses how many stand in a row: those with which tiles become largest, or, where they would be too small, as many as are wide enough. */
  arrange() {
    const count = this.#items.size;
    const { clientWidth, clientHeight } = this.#element;
    if (!count || !clientWidth) return;
    const bare = document.documentElement.dataset.wall !== undefined;
    const space = bare ? 2 : gap;
    const style = getComputedStyle(this.#element);
    const [width, height] = [clientWidth - 2 * parseFloat(style.paddingLeft), clientHeight - 2 * parseFloat(style.paddingTop)];
    this.#aspect = this.#commonAspect();
    // How high the facts are depends on how wide tiles are: narrow ones break their line.
    for (let pass = 0, facts = -1; pass < 3 && facts !== this.#facts(bare); pass++) {
      facts = this.#facts(bare);
      this.#fit(width, height, facts, space, bare);
    }
  }

  #facts(bare) {
    return bare ? 0 : this.#grid.querySelector('.facts')?.offsetHeight ?? 60;
  }

  #fit(width, height, facts, space, bare) {
    const count = this.#items.size;
    let [columns, size] = [1, 0];
    for (let tried = 1; tried <= count; tried++) {
      const rows = Math.ceil(count / tried);
      const wide = Math.min((width - (tried - 1) * space) / tried, ((height - (rows - 1) * space) / rows - facts - 2) * this.#aspect);
      if (wide > size) [columns, size] = [tried, wide];
    }
    if (!bare && width < phone) [columns, size] = [1, width];
    else if (!bare && size < narrowest) {
      columns = Math.max(1, Math.min(count, Math.floor((width + space) / (narrowest + 60 + space))));
      size = (width - (columns - 1) * space) / columns;
    }
    this.#columns = columns;
    this.#grid.style.setProperty('--columns', columns);
    this.#grid.style.setProperty('--size', `${Math.floor(size)}px`);
    this.#grid.style.setProperty('--aspect', this.#aspect);
  }

  #update() {
    let isOther = false;
    for (const [id, item] of this.#items) {
      if (sources.has(id)) continue;
      this.#seen.unobserve(item.tile.element);
      item.tile.close();
      item.place.remove();
      this.#items.delete(id);
      isOther = true;
    }
    let position = 0;
    for (const [id, source] of sources) {
      let item = this.#items.get(id);
      if (item) item.tile.update(source);
      else {
        const tile = new Tile(source);
        tile.isWanted = !document.hidden;
        item = { tile, place: el('div.place', { role: 'listitem' }, tile.element) };
        this.#items.set(id, item);
        isOther = true;
      }
      if (this.#grid.children[position] !== item.place) this.#grid.insertBefore(item.place, this.#grid.children[position] ?? null);
      this.#seen.observe(item.tile.element);
      position++;
    }
    this.#tellEmpty();
    // Of a camera that is still to be connected it is not known how its pictures will be.
    if (isOther || this.#commonAspect() !== this.#aspect) this.arrange();
  }

  #tellEmpty() {
    this.#empty.hidden = !isKnown || sources.size > 0;
    this.#empty.lastChild.textContent = isOperator() ? 'Add one with “Add source” above.' : 'Nothing is being watched at the moment.';
  }

  // What most of them have: letterboxes only where sources differ. As it was while none has any.
  #commonAspect() {
    const counts = new Map();
    for (const { width, height } of sources.values()) if (width && height) counts.set(width / height, (counts.get(width / height) ?? 0) + 1);
    const [most] = [...counts].sort((one, other) => other[1] - one[1]);
    return most?.[0] ?? this.#aspect;
  }

  #each(action) {
    for (const { tile } of this.#items.values()) action(tile);
  }

  #move(event) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.#columns, ArrowDown: this.#columns };
    const tiles = [...this.#items.keys()].sort((one, other) => this.#place(one) - this.#place(other));
    const at = tiles.indexOf(event.target.dataset.source);
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? tiles.length - 1 : event.key in steps ? at + steps[event.key] : -1;
    if (at < 0 || !(to in tiles) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.focus(tiles[to]);
  }

  #place(id) {
    return [...this.#grid.children].indexOf(this.#items.get(id).place);
  }
}
