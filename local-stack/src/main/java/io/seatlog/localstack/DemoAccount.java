package io.seatlog.localstack;

import java.util.List;

/**
 * Somebody who can sign in to a new system; all have the password that {@code up} prints.
 *
 * @param role buyer, organizer or operator
 */
record DemoAccount(String name, String displayName, String role) {

    /** Whose the demo event is. */
    static final DemoAccount ORGANIZER = new DemoAccount("olga", "Olga Organizer", "organizer");

    static final List<DemoAccount> ALL = List.of(new DemoAccount("alice", "Alice Buyer", "buyer"),
            new DemoAccount("bob", "Bob Buyer", "buyer"), ORGANIZER,
            new DemoAccount("otto", "Otto Operator", "operator"));
}
