/**
 * An OpenID Connect provider for demonstrations and tests. <strong>Not for production</strong>: its accounts are settings,
 * what it remembers is in memory, and it is one process. There use Cognito, Keycloak or any other OIDC provider; nothing
 * of the system knows the difference.
 *
 * <p>
 * Spring Authorization Server does the protocol, in servlet filters on Tomcat's threads. This package owns what is
 * particular: the two clients, the demo accounts, the claims that the services read, the key that survives a restart, the
 * page that asks for a password, and a limit for everything that is kept.
 */
@NullMarked
package io.seatlog.signin;

import org.jspecify.annotations.NullMarked;
