/**
 * What was chosen and typed on a view, kept while the tab is away from it: at the sign-in page, at the bank, or in a
 * reload. It is given back once, and only to the same address.
 */

const KEY = 'seatlog.draft';

/** @param draft undefined when there is nothing to keep */
export function keepDraft(route, draft) {
  try {
    if (draft) sessionStorage.setItem(KEY, JSON.stringify({ route, draft }));
    else sessionStorage.removeItem(KEY);
  } catch {
    // forbidden or full: then the choice is made anew
  }
}

/** @returns undefined when nothing was kept for this address */
export function takeDraft(route) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return kept?.route === route ? kept.draft : undefined;
  } catch {
    return undefined;
  }
}
