/** The command log as ticketing sees it: sending commands, the owners' positions, and whether the log is the one they own. One thread of its own polls each. */
@NullMarked
package io.seatlog.ticketing.log;

import org.jspecify.annotations.NullMarked;
