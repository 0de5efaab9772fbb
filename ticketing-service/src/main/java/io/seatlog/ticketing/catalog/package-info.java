/** Events, sections and subsections: how they are created, kept and read. The cached view is read on event loops; databases are reached on the bounded executor only. */
@NullMarked
package io.seatlog.ticketing.catalog;

import org.jspecify.annotations.NullMarked;
