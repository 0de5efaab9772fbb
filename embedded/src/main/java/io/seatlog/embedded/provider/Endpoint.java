package io.seatlog.embedded.provider;

/** Serves what is below one path. Each call has a virtual thread of its own and may wait on it. */
interface Endpoint {
    /** Answers the exchange or drops it; may go on working afterwards. An interrupt means that the provider closes. */
    void serve(Exchange exchange) throws InterruptedException;
}
