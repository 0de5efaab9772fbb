package io.seatlog.kernel.message;

/** The kinds of command by their numbers in the database and on the wire: never reuse one. */
public enum CommandType {
    OPEN_SUBSECTION(1),
    RESERVE_SEATS(2),
    CANCEL_BOOKING(3),
    EXPIRE_HOLDS(4),
    RELEASE_SEATS(5),
    CONFIRM_BOOKING(6),
    EXTEND_HOLD(7),
    CANCEL_BOOKINGS(8),
    CHANGE_TERMS(9),
    BLOCK_SEATS(10),
    UNBLOCK_SEATS(11);

    private static final CommandType[] BY_CODE = values();
    private final int code;

    CommandType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static CommandType of(Command command) {
        return switch (command) {
            case Command.OpenSubsection _ -> OPEN_SUBSECTION;
            case Command.ReserveSeats _ -> RESERVE_SEATS;
            case Command.CancelBooking _ -> CANCEL_BOOKING;
            case Command.ExpireHolds _ -> EXPIRE_HOLDS;
            case Command.ReleaseSeats _ -> RELEASE_SEATS;
            case Command.ConfirmBooking _ -> CONFIRM_BOOKING;
            case Command.ExtendHold _ -> EXTEND_HOLD;
            case Command.CancelBookings _ -> CANCEL_BOOKINGS;
            case Command.ChangeTerms _ -> CHANGE_TERMS;
            case Command.BlockSeats _ -> BLOCK_SEATS;
            case Command.UnblockSeats _ -> UNBLOCK_SEATS;
        };
    }

    public static CommandType ofCode(int code) {
        if (code < 1 || code > BY_CODE.length) {
            throw new IllegalArgumentException("unknown command type " + code);
        }
        return BY_CODE[code - 1];
    }
}
