// A source on the wall.

import { el, icon, setAttribute, setIcon, setText } from './dom.js';
import { Picture } from './picture.js';
import { audioWord, decibels, isDead, number, since, stateIcon, stateWord } from './words.js';

// A live source whose pictures have stopped coming looks old after this long.
const staleAfter = 3000;
const quietest = -60;

/** A meter for decibels of full scale, with words for those who see no bars. */
export function audioMeter() {
  const sign = icon('sound');
  const fill = el('i');
  const words = el('span.words');
  const element = el('span.audio', {}, sign, el('span.meter', { 'aria-hidden': 'true' }, fill), words);
  return {
    element,
    show(audio, level, isShort) {
      const contributes = audio === 'present';
      setAttribute(element, 'data-audio', audio);
      setIcon(sign, audio === 'missing' || audio === 'off' ? 'mute' : 'sound');
      fill.style.transform = `scaleX(${level === null || level === undefined ? 0 : Math.min(Math.max(1 - level / quietest, 0), 1)})`;
      setText(words, contributes ? decibels(level) : isShort ? { silent: 'silent', missing: 'none', off: 'off' }[audio] ?? audio : audioWord(audio).toLowerCase());
      setAttribute(element, 'title', `${audioWord(audio)}${contributes ? '' : ': maps are made of the pictures alone'}`);
    },
  };
}

/** Which machine of a cluster watches a source; nothing outside one. */
export function nodeName() {
  const element = el('span.node', { hidden: true });
  return {
    element,
    show(node) {
      element.hidden = !node;
      setText(element, node ?? '');
      setAttribute(element, 'title', `Watched by the machine ${node ?? ''}`);
    },
  };
}

/** A state in an icon of its own shape, a colour and a word. */
export function stateBadge() {
  const sign = icon('starting');
  const word = el('span');
  const element = el('span.state', {}, sign, word);
  return {
    element,
    show(state) {
      setAttribute(element, 'data-state', state);
      setIcon(sign, stateIcon(state));
      setText(word, stateWord(state));
    },
  };
}

/** What lies over the picture of a source that is not live: the state, why, and for how long. */
export function deadCover() {
  const sign = icon('failed');
  const [word, reason, age] = [el('strong'), el('span.reason'), el('span.age')];
  const element = el('div.cover', {}, sign, word, reason, age);
  return {
    element,
    show(source) {
      const dead = isDead(source.state);
      element.hidden = !dead;
      if (!dead) return;
      setIcon(sign, stateIcon(source.state));
      setAttribute(element, 'data-state', source.state);
      setText(word, stateWord(source.state));
      setText(reason, source.reason ?? '');
      setText(age, `for ${since(source.since)}`);
    },
  };
}

export class Tile {
  #source = null;
  #picture;
  #isVisible = false;
  #isWanted = true;
  #badge = stateBadge();
  #cover = deadCover();
  #audio = audioMeter();
  #name = el('strong.name');
  #node = nodeName();
  #age = el('span.age');
  #values = Object.fromEntries(['fps', 'maps', 'delay', 'ahead'].map(key => [key, el('b')]));

  constructor(source) {
    const canvas = el('canvas', { width: 16, height: 9, 'aria-hidden': 'true' });
    const value = (key, unit, title) => el('span.value', { title }, this.#values[key], ` ${unit}`);
    this.element = el('a.tile', { href: `#/source/${encodeURIComponent(source.id)}`, 'data-source': source.id, 'data-frames': 0, 'data-testid': 'tile' },
      el('span.picture', {}, canvas, this.#cover.element),
      el('span.facts', {},
        el('span.row', {}, this.#badge.element, this.#name, this.#node.element, this.#audio.element, this.#age),
        el('span.row.values', {},
          value('fps', 'fps', 'Pictures per second'),
          value('maps', 'maps/s', 'Maps per second'),
          value('delay', 'ms', 'From capture to map: half within the first, 95 % within the second'),
          value('ahead', 'ms ahead', 'Look-ahead: how far windows reach beyond their picture, by design'))));
    this.#picture = new Picture(canvas, {
      onmap: message => this.#audio.show(message.audio, message.audioLevel, true),
      onpicture: count => {
        this.element.dataset.frames = count;
        this.element.removeAttribute('data-stale');
      },
    });
    this.update(source);
  }

  /** Shows what is new of it. */
  update(source) {
    this.#source = source;
    setAttribute(this.element, 'data-state', source.state);
    setText(this.#name, source.name);
    this.#node.show(source.node);
    this.#badge.show(source.state);
    // What it did before it died says nothing of now.
    const now = isDead(source.state) ? {} : source;
    setText(this.#values.fps, number(now.fps, 1));
    setText(this.#values.maps, number(now.mapsPerSecond, 1));
    setText(this.#values.delay, `${number(now.captureToMapP50)} / ${number(now.captureToMapP95)}`);
    setText(this.#values.ahead, number(now.lookAhead));
    if (!this.#picture.isFollowing) this.#audio.show(source.audio, source.audioLevel, true);
    this.#audio.element.hidden = isDead(source.state);
    setAttribute(this.element, 'aria-label', `${source.name}: ${stateWord(source.state)}${source.reason ? `, ${source.reason}` : ''}`);
    this.tick();
  }

  /** A second has passed. */
  tick() {
    setText(this.#age, since(this.#source.since));
    setAttribute(this.#age, 'title', `${stateWord(this.#source.state)} since ${new Date(this.#source.since).toLocaleString()}`);
    this.#cover.show(this.#source);
    const isStale = this.#picture.isFollowing && this.#picture.drawn > 0 && !isDead(this.#source.state) && performance.now() - this.#picture.arrived > staleAfter;
    this.element.toggleAttribute('data-stale', isStale);
  }

  /** Whether any of it is on the screen: only then it asks for pictures. */
  set isVisible(value) {
    this.#isVisible = value;
    this.#settle();
  }

  /** Whether the page is shown at all. */
  set isWanted(value) {
    this.#isWanted = value;
    this.#settle();
  }

  close() {
    this.#picture.close();
    this.element.remove();
  }

  #settle() {
    if (this.#isVisible && this.#isWanted) this.#picture.follow(this.#source.id);
    else this.#picture.unfollow();
  }
}
