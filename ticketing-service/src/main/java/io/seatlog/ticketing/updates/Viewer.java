package io.seatlog.ticketing.updates;

import io.seatlog.ticketing.catalog.Event;
import io.seatlog.ticketing.catalog.Subsection;
import java.util.List;

/** Somebody who looks at an event. Compared by identity: two tabs are two viewers. */
final class Viewer {
    private final Event event;
    private final List<Subsection> watching;
    private final Channel channel;

    Viewer(Event event, List<Subsection> watching, Channel channel) {
        this.event = event;
        this.watching = List.copyOf(watching);
        this.channel = channel;
    }

    Event event() {
        return event;
    }

    List<Subsection> watching() {
        return watching;
    }

    Channel channel() {
        return channel;
    }
}
