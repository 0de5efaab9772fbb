package io.seatlog.embedded.provider;

/**
 * How the provider behaves towards everybody.
 *
 * @param latencyMillis added to every merchant call
 * @param down no merchant call is answered; the books, the challenges and the webhooks go on
 * @param webhooks whether there are any; what changes while there are none is never told
 */
record Settings(int latencyMillis, boolean down, boolean webhooks) {
    static final int MOST_LATENCY_MILLIS = 60_000;
    static final Settings USUAL = new Settings(0, false, true);
}
