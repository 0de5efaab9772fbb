/** Which seats are chosen: of one block, all in the same state, and not too many. */

import { counted } from './format.js';
import { FREE } from './seats.js';

/** What a buyer may choose. */
export const buying = (event) => ({
  states: [FREE],
  most: event.maxTicketsPerBooking,
  enough: `This event allows ${counted(event.maxTicketsPerBooking, 'ticket')} a booking.`,
  anew: 'All seats of a booking are in one block: your choice begins anew here.',
  lost: (seats) => `${counted(seats, 'seat')} of your choice went to somebody else.`,
});

export class Choice {
  /**
   * @param rules {states, most, enough, anew, lost(seats)}: the states that can be chosen, how many, and the sentences about it
   * @param on {say(sentence), changed(map | undefined)}
   */
  constructor(rules, on) {
    this.rules = rules;
    this.on = on;
  }

  /** Forgets what was chosen: its map is not shown any more. */
  forget() {
    this.map = undefined;
    this.on.changed();
  }

  clear() {
    if (!this.map) return;
    for (const seat of [...this.map.chosen]) this.map.mark(seat, false);
    this.forget();
  }

  toggle(map, seat) {
    const { states, most, enough, anew } = this.rules;
    const { [seat]: state } = map.states;
    const chosen = map.chosen.has(seat);
    if (!chosen && !states.includes(state)) return this.on.say(map.inWords(seat));
    if (!chosen && this.map && (this.map !== map || this.state !== state)) {
      this.clear();
      this.on.say(anew);
    }
    if (!chosen && map.chosen.size >= most) return this.on.say(enough);
    if (!chosen) this.state = state;
    map.mark(seat, !chosen);
    this.on.say(`${map.inWords(seat)}. ${counted(map.chosen.size, 'seat')} chosen.`);
    return this.#become(map);
  }

  /** As a person would, seat by seat; which of them are in that state after all, their map will tell. */
  choose(map, seats, state = FREE) {
    if (this.map && (this.map !== map || this.state !== state)) this.clear();
    this.state = state;
    for (const seat of seats.slice(0, this.rules.most)) map.mark(seat, true);
    this.#become(map);
  }

  /** Those of the seats that are as the first one is that can be chosen at all. @returns whether there is one */
  chooseAlike(map, seats) {
    const first = seats.find((seat) => this.rules.states.includes(map.states[seat]));
    if (map.version < 0 || first === undefined) return false;
    const state = map.states[first];
    this.choose(map, seats.filter((seat) => map.states[seat] === state), state);
    return true;
  }

  /** The map has changed: what is not as it was chosen is chosen no longer. */
  check(map) {
    if (map !== this.map) return;
    const lost = [...map.chosen].filter((seat) => map.states[seat] !== this.state);
    if (lost.length === 0) return;
    for (const seat of lost) map.mark(seat, false);
    this.on.say(this.rules.lost(lost.length));
    this.#become(map);
  }

  #become(map) {
    this.map = map.chosen.size > 0 ? map : undefined;
    this.on.changed(this.map);
  }
}
