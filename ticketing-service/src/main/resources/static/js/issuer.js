/**
 * The conversation with the issuer, as OpenID Connect has it: authorization code with PKCE, for a public client. Nothing
 * here knows the document or the session.
 */

import { Problem, call } from './api.js';

const TIMEOUT_MS = 10_000;
/** Where the issuer does not say how long its token lasts; if that is less, the API says so. */
const USUAL_SECONDS = 3600;

/** Where the issuer sends the browser back to, after sign-in and sign-out: registered there to the letter. */
const home = () => `${location.origin}/`;

/** @returns {issuer, clientId, scope, authorization, token, endSession?}; rejects with a Problem */
export async function discover() {
  const { issuer, clientId, scope } = await call('/api/sign-in', { anonymous: true });
  const found = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (found.issuer !== issuer) throw new Problem({ code: 'sign-in-mismatch' });
  return {
    issuer,
    clientId,
    scope,
    authorization: webAddress(found.authorization_endpoint),
    token: webAddress(found.token_endpoint),
    endSession: found.end_session_endpoint && webAddress(found.end_session_endpoint),
  };
}

/** @returns {address, secrets}: where to sign in, and what `redeem` needs to know afterwards */
export async function invitation({ issuer, clientId, scope, authorization, token }) {
  const secrets = { issuer, clientId, token, state: random(), nonce: random(), verifier: random() };
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secrets.verifier));
  const address = withParameters(authorization, {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: home(),
    scope,
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: base64url(new Uint8Array(hash)),
    code_challenge_method: 'S256',
  });
  return { address, secrets };
}

/**
 * @param answer the parameters with which the issuer sent the browser back
 * @param secrets of the invitation, undefined when there was none
 * @returns {accessToken, idToken, expiresAt, name}; rejects with a Problem
 */
export async function redeem(answer, secrets) {
  const from = answer.get('iss');
  if (!secrets || answer.get('state') !== secrets.state || (from && from !== secrets.issuer)) {
    throw new Problem({ code: 'sign-in-mismatch' });
  }
  const error = answer.get('error');
  if (error) throw new Problem({ code: error === 'access_denied' ? 'sign-in-cancelled' : 'sign-in-refused' });
  const askedAt = Date.now();
  const tokens = await ask(secrets.token, new URLSearchParams({
    grant_type: 'authorization_code',
    code: answer.get('code'),
    redirect_uri: home(),
    client_id: secrets.clientId,
    code_verifier: secrets.verifier,
  }));
  if (!tokens.access_token) throw new Problem({ code: 'sign-in-refused' });
  const claims = verified(tokens.id_token, secrets);
  return {
    accessToken: tokens.access_token,
    idToken: tokens.id_token,
    expiresAt: askedAt + (Number(tokens.expires_in) || USUAL_SECONDS) * 1000,
    name: claims.name || claims.sub,
  };
}

/** Where the issuer's own session ends; it then sends the browser home. */
export const farewell = ({ endSession, clientId }, idToken) => withParameters(endSession, {
  id_token_hint: idToken,
  client_id: clientId,
  post_logout_redirect_uri: home(),
});

/** It came from the issuer itself, over the connection that the page opened, so its signature adds nothing. */
function verified(idToken, { issuer, clientId, nonce }) {
  const claims = decoded(idToken);
  if (claims?.iss === issuer && [claims.aud].flat().includes(clientId) && claims.nonce === nonce) return claims;
  throw new Problem({ code: 'sign-in-mismatch' });
}

function decoded(jwt) {
  try {
    const binary = atob(jwt.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0))));
  } catch {
    return undefined;
  }
}

/** GET, or POST of a form; the issuer's own words for a refusal are for developers and go no further. */
async function ask(address, form) {
  let response;
  let json;
  try {
    response = await fetch(address, {
      method: form ? 'POST' : 'GET',
      body: form,
      headers: { Accept: 'application/json' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    json = await response.json();
  } catch {
    throw new Problem({ status: 0, code: 'sign-in-unreachable' });
  }
  if (response.ok) return json;
  throw new Problem({ status: response.status, code: response.status < 500 ? 'sign-in-refused' : 'sign-in-unreachable' });
}

/** Addresses that the browser is sent to come from outside: never a script. */
function webAddress(text) {
  const address = URL.canParse(text) && new URL(text);
  if (/^https?:$/.test(address.protocol)) return address.href;
  throw new Problem({ code: 'sign-in-mismatch' });
}

function withParameters(address, parameters) {
  const full = new URL(address);
  for (const [name, value] of Object.entries(parameters)) full.searchParams.set(name, value);
  return full.href;
}

/** 256 bits. */
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
