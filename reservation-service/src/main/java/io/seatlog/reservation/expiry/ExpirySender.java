package io.seatlog.reservation.expiry;

import io.seatlog.kernel.id.SubsectionKey;
import io.seatlog.kernel.message.Command;

/** Puts commands on the log, without waiting for it. */
public interface ExpirySender {

    /** @param failed is called, on any thread, when the command may not be on the log */
    void send(Command.ExpireHolds command, SubsectionKey key, int partition, Runnable failed);
}
