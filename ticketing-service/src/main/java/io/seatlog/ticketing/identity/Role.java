package io.seatlog.ticketing.identity;

/** What somebody may be. One person may be several; nobody is anything that their token does not say. */
public enum Role {
    /** Books, pays for and cancels bookings of their own. */
    BUYER,
    /** Makes events and runs their sales; sees the bookings of these. */
    ORGANIZER,
    /** Runs the system: sees every event and booking, and may stop any sale. */
    OPERATOR
}
