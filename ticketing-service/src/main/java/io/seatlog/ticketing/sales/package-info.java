/** What an organizer sees of a sale: counts, money, and every booking as a table. Reads only; PostgreSQL is the source. */
@NullMarked
package io.seatlog.ticketing.sales;

import org.jspecify.annotations.NullMarked;
