/**
 * Who is booking. Until there is sign-in a buyer is a random, opaque id that lives in this browser; whoever holds it
 * is the buyer. This is the one module to replace when real identity arrives.
 */

const KEY = 'seatlog.buyer';
let id;

function buyerId() {
  id ??= stored() ?? minted();
  return id;
}

function stored() {
  try {
    return localStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined; // storage is forbidden: the buyer lasts as long as the page
  }
}

function minted() {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const fresh = `web-${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  try {
    localStorage.setItem(KEY, fresh);
  } catch {
    // as above
  }
  return fresh;
}

/** The headers that tell the API who asks. */
export const identityHeaders = () => ({ 'Seatlog-Buyer': buyerId() });
