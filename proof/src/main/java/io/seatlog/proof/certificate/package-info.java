/**
 * The certificate of a sale: what a sale's log says about it, checked and written down for people and for programs. It
 * reads Kafka, PostgreSQL, the map store and the provider's books, or an archive of them; it writes only its own files, and
 * nothing of it runs where bookings are accepted or decided.
 *
 * <p>An archive is a history (see {@link io.seatlog.proof.history}). It is judged by the history checker, which does not
 * know the production code, and then decided again by that code, subsection by subsection. One thread makes a certificate.
 */
@NullMarked
package io.seatlog.proof.certificate;

import org.jspecify.annotations.NullMarked;
