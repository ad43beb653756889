// Who is there? One field for the token.

import { call } from './requests.js';
import { reconnectNow } from './connection.js';
import { el, icon } from './dom.js';

/** The screen that asks for a token. */
export class Login {
  #element;
  #token = el('input', { type: 'password', name: 'token', autocomplete: 'current-password', required: true, id: 'token', 'data-testid': 'login-token', 'aria-describedby': 'login-problem' });
  #problem = el('p.problem', { role: 'alert', id: 'login-problem', hidden: true });
  #button = el('button.primary', { type: 'submit', 'data-testid': 'login-button' }, 'Log in');

  /**
   * @param element The screen.
   * @param onlogin Called when the server knows who is there.
   */
  constructor(element, onlogin) {
    this.#element = element;
    element.append(el('form', {
      onsubmit: async event => {
        event.preventDefault();
        await this.#tell(onlogin);
      },
    }, icon('logo'), el('h1', {}, 'StavisLive'),
    el('label', { htmlFor: 'token' }, 'Token'), this.#token, this.#problem, this.#button,
    el('p.quiet', {}, 'Whoever runs this server gives you one.')));
  }

  /** Asks, in the place of everything else. */
  open() {
    if (!this.#element.hidden) return;
    document.documentElement.dataset.login = '';
    this.#element.hidden = false;
    this.#token.focus();
  }

  /** Asks no more. */
  close() {
    delete document.documentElement.dataset.login;
    this.#element.hidden = true;
    this.#problem.hidden = true;
  }

  async #tell(onlogin) {
    this.#button.disabled = true;
    try {
      await call('POST', 'login', { token: this.#token.value.trim() }, { quiet: true });
      this.#token.value = '';
      this.close();
      reconnectNow();
      await onlogin();
    } catch (error) {
      this.#problem.textContent = error.status === 401 ? 'This token is not one that the server knows. Check it and try again.' : error.message;
      this.#problem.hidden = false;
      this.#token.select();
    } finally {
      this.#button.disabled = false;
    }
  }
}
