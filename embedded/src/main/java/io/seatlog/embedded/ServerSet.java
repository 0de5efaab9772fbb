package io.seatlog.embedded;

import java.net.URI;

/** The three servers as tests see them. */
sealed interface ServerSet permits EmbeddedServers, ContainerServers {

    /** Bootstrap servers. */
    String kafka();

    URI map();

    /** The database of this name, made where it is missing. */
    SeatlogDatabase database(String name);
}
