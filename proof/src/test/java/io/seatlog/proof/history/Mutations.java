package io.seatlog.proof.history;

import static io.seatlog.proof.history.Edits.add;
import static io.seatlog.proof.history.Edits.booking;
import static io.seatlog.proof.history.Edits.change;
import static io.seatlog.proof.history.Edits.drop;
import static io.seatlog.proof.history.Edits.find;
import static io.seatlog.proof.history.Edits.is;
import static io.seatlog.proof.history.Edits.outcome;
import static io.seatlog.proof.history.Edits.replace;
import static io.seatlog.proof.history.Edits.reword;
import static io.seatlog.proof.history.Edits.with;

import io.seatlog.kernel.id.Version;
import io.seatlog.kernel.message.BookingStatus;
import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Outcome.BookingCancelled;
import io.seatlog.kernel.message.Outcome.BookingConfirmed;
import io.seatlog.kernel.message.Outcome.BookingRejected;
import io.seatlog.kernel.message.Outcome.CommandRefused;
import io.seatlog.kernel.message.Outcome.HoldChanged;
import io.seatlog.kernel.message.Outcome.HoldExpired;
import io.seatlog.kernel.message.Outcome.SeatsBlocked;
import io.seatlog.kernel.message.Outcome.SeatsHeld;
import io.seatlog.kernel.message.Outcome.SeatsReleased;
import io.seatlog.kernel.message.Outcome.SeatsUnblocked;
import io.seatlog.kernel.message.Outcome.SubsectionChanged;
import io.seatlog.kernel.message.Outcome.SubsectionOpened;
import io.seatlog.kernel.message.Reason;
import io.seatlog.kernel.message.Sale;
import io.seatlog.kernel.message.Terms;
import io.seatlog.kernel.seating.House;
import io.seatlog.kernel.seating.Seats;
import io.seatlog.kernel.wire.MapLayout;
import io.seatlog.proof.history.HistoryRecord.Accepted;
import io.seatlog.proof.history.HistoryRecord.BookingRow;
import io.seatlog.proof.history.HistoryRecord.BuyerRow;
import io.seatlog.proof.history.HistoryRecord.Charge;
import io.seatlog.proof.history.HistoryRecord.ChargeState;
import io.seatlog.proof.history.HistoryRecord.ClaimRow;
import io.seatlog.proof.history.HistoryRecord.Commanded;
import io.seatlog.proof.history.HistoryRecord.Decided;
import io.seatlog.proof.history.HistoryRecord.End;
import io.seatlog.proof.history.HistoryRecord.MapImage;
import io.seatlog.proof.history.HistoryRecord.RefusalRow;
import io.seatlog.proof.history.HistoryRecord.StreamEnd;
import io.seatlog.proof.history.HistoryRecord.SubsectionRow;
import io.seatlog.proof.history.HistoryRecord.Told;
import io.seatlog.proof.history.HistoryRecord.ToldLast;
import io.seatlog.proof.history.HistoryRecord.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;

/** Violations planted into the story of {@link HistoryCheckerTest}, each with the rule that must find it. */
@NullUnmarked // What a test looks up is there.
final class Mutations {
    private static final long LATER = Version.of(1, 900);
    private static final List<Mutation> ALL = new ArrayList<>();

    private Mutations() {}

    static List<Mutation> all() {
        return List.copyOf(ALL);
    }

    private static void plant(Rule rule, String name, Consumer<List<HistoryRecord>> edit) {
        ALL.add(new Mutation(rule + ": " + name, rule, edit));
    }

    private static <R extends HistoryRecord> void plant(Rule rule, String name, Class<R> kind, Predicate<R> which,
            UnaryOperator<R> edit) {
        plant(rule, name, history -> replace(history, kind, which, edit));
    }

    private static Seats seats(int... numbers) {
        return Seats.of(numbers);
    }

    private static UUID id(long booking) {
        return Story.id(booking);
    }

    private static Predicate<HistoryRecord> asked(long booking, Class<? extends Command.OfBooking> kind) {
        return record -> record instanceof Commanded(_, _, _, Command.OfBooking of) && kind.isInstance(of)
                && of.bookingId().equals(id(booking));
    }

    private static void command(List<HistoryRecord> history, long booking, Class<? extends Command.OfBooking> kind,
            UnaryOperator<Command> change) {
        replace(history, Commanded.class, asked(booking, kind)::test,
                c -> new Commanded(c.partition(), c.version(), c.at(), change.apply(c.command())));
    }

    static {
        owners();
        decisions();
        answers();
        termsInForce();
        moves();
        log();
        told();
        rows();
        money();
    }

    private static void owners() {
        plant(Rule.ONE_OWNER, "a sold seat is held", h -> change(h, 14, SeatsHeld.class, f -> {
            f.seats = seats(11);
            return f;
        }));
        plant(Rule.ONE_OWNER, "a seat confirmed late is held", h -> change(h, 11, SeatsHeld.class, f -> {
            f.seats = seats(0);
            return f;
        }));
        plant(Rule.ONE_OWNER, "a late confirmation takes a held seat", h -> {
            var expired = booking(h, 5, HoldExpired.class);
            long version = find(h, 5, CommandRefused.class).version();
            drop(h, 5, CommandRefused.class);
            add(h, 1, new BookingConfirmed(expired.confirmed(id(5), version, expired.changedAt()), true));
        });
        plant(Rule.ONE_OWNER, "seats are sold that were not held", h -> change(h, 3, BookingConfirmed.class, f -> {
            f.seats = seats(7, 8);
            return f;
        }));
        plant(Rule.ONE_OWNER, "a cancellation frees another's seats", h -> change(h, 9, BookingCancelled.class, f -> {
            f.seats = seats(0, 2, 3, 4);
            return f;
        }));
        plant(Rule.ONE_OWNER, "seats move in another partition", Decided.class, d -> is(d, 14, SeatsHeld.class),
                d -> new Decided(1, d.position(), d.outcome()));
        plant(Rule.ONE_OWNER, "the house takes a sold seat", h -> blocked(h, seats(9, 11)));
        plant(Rule.ONE_OWNER, "the house gives back what it has not", h -> unblocked(h, seats(10)));
        plant(Rule.ONE_OWNER, "the seats of the house are not given back", h -> {
            unblocked(h, seats(8));
            change(h, 14, SeatsHeld.class, f -> {
                f.seats = seats(9);
                return f;
            });
        });
        plant(Rule.ONE_OWNER, "a seat that there is not", h -> change(h, 14, SeatsHeld.class, f -> {
            f.seats = seats(400);
            return f;
        }));
        plant(Rule.CLAIM_ROWS, "a claim is missing", h -> drop(h, r -> r instanceof ClaimRow c && c.seat() == 11));
        plant(Rule.CLAIM_ROWS, "a claim of an ended booking", h -> h.add(new ClaimRow(1, 0, id(1))));
        plant(Rule.CLAIM_ROWS, "a claim of the house is missing", h -> drop(h, Mutations::isHouse));
        plant(Rule.CLAIM_ROWS, "a claim of the house on a free seat", h -> h.add(new ClaimRow(1, 9, House.CLAIM)));
        plant(Rule.CLAIM_ROWS, "a claim of the house on a sold seat", ClaimRow.class, c -> c.seat() == 11,
                c -> new ClaimRow(c.subsectionId(), c.seat(), House.CLAIM));
        plant(Rule.CLAIM_ROWS, "a claim of another", ClaimRow.class, c -> c.seat() == 11,
                c -> new ClaimRow(c.subsectionId(), c.seat(), id(14)));
        plant(Rule.CLAIM_ROWS, "a seat claimed twice", h -> h.add(new ClaimRow(1, 11, id(12))));
        plant(Rule.CLAIM_ROWS, "a seat in two live rows", BookingRow.class, r -> r.booking().id().equals(id(14)),
                r -> new BookingRow(r.partition(), with(r.booking(), f -> {
                    f.seats = seats(11);
                    return f;
                })));
    }

    private static void decisions() {
        plant(Rule.DECIDED_AS_ACCEPTED, "decided for another", Accepted.class, a -> a.bookingId().equals(id(1)),
                a -> new Accepted(a.bookingId(), a.version(), a.partition(), "eve", a.at()));
        plant(Rule.DECIDED_AT_LAST, "never decided", h -> drop(h, 10, BookingRejected.class));
        plant(Rule.DECIDED_AT_LAST, "accepted in another partition", Accepted.class, a -> a.bookingId().equals(id(1)),
                a -> new Accepted(a.bookingId(), a.version(), 1, a.buyer(), a.at()));
        plant(Rule.DECIDED_AT_LAST, "accepted, refused nowhere",
                h -> drop(h, r -> is(r, 3, CommandRefused.class) && ((Decided) r).partition() == 1));
        plant(Rule.DECIDED_AT_LAST, "decided later than its receipt says", h -> h
                .add(new Accepted(id(14), Version.of(1, 1), 0, "gus", Story.START)));
        plant(Rule.ACCEPTED_IN_LOG, "the log lost it", h -> drop(h, asked(10, Command.ReserveSeats.class)));
        plant(Rule.ACCEPTED_IN_LOG, "the receipt is wrong", Accepted.class, a -> a.bookingId().equals(id(1)),
                a -> new Accepted(a.bookingId(), a.version() + 1, a.partition(), a.buyer(), a.at()));
        plant(Rule.CREATED_ONCE, "a retry makes a second booking", h -> add(h, 0,
                new SeatsHeld(with(booking(h, 14, SeatsHeld.class), f -> {
                    f.version = LATER;
                    f.createdVersion = LATER;
                    return f;
                }))));
        plant(Rule.CREATED_ONCE, "made in two partitions", h -> add(h, 1, find(h, 14, SeatsHeld.class)));
        plant(Rule.REFUSED_RIGHTLY, "a refusal names another status", h -> outcome(h, 9, CommandRefused.class, o -> {
            var r = (CommandRefused) o;
            return new CommandRefused(r.subsectionId(), r.version(), r.bookingId(), r.buyer(), r.command(), r.reason(),
                    BookingStatus.EXPIRED, r.at());
        }));
        plant(Rule.REFUSED_RIGHTLY, "unknown, though it is known",
                h -> outcome(h, 9, CommandRefused.class, o -> refusedFor(o, Reason.BOOKING_UNKNOWN)));
        plant(Rule.REFUSED_RIGHTLY, "a reason that cannot be",
                h -> outcome(h, 9, CommandRefused.class, o -> refusedFor(o, Reason.SALE_CLOSED)));
        plant(Rule.REFUSED_RIGHTLY, "reused, and never used",
                h -> add(h, 0, new CommandRefused(1, LATER, id(77), "ann", CommandType.RESERVE_SEATS,
                        Reason.BOOKING_ID_REUSED, null, Story.START.plusSeconds(9_000))));
        plant(Rule.REJECTED_RIGHTLY, "no seats, though there are", h -> change(h, 10, BookingRejected.class, f -> {
            f.reason = Reason.NO_SEATS;
            return f;
        }));
        plant(Rule.REJECTED_RIGHTLY, "paused, though it is open", h -> change(h, 10, BookingRejected.class, f -> {
            f.reason = Reason.SALE_PAUSED;
            return f;
        }));
        plant(Rule.REJECTED_RIGHTLY, "another reason than the terms give", h -> change(h, 7, BookingRejected.class,
                f -> {
                    f.reason = Reason.NO_SEATS;
                    return f;
                }));
    }

    private static Outcome refusedFor(Outcome outcome, Reason reason) {
        var r = (CommandRefused) outcome;
        return new CommandRefused(r.subsectionId(), r.version(), r.bookingId(), r.buyer(), r.command(), reason,
                r.status(), r.at());
    }

    private static void answers() {
        plant(Rule.ANSWERED, "other seats than chosen", h -> change(h, 14, SeatsHeld.class, f -> {
            f.seats = seats(9);
            return f;
        }));
        plant(Rule.ANSWERED, "cancelled for another reason", h -> change(h, 9, BookingCancelled.class, f -> {
            f.reason = Reason.EVENT_CANCELLED;
            return f;
        }));
        plant(Rule.ANSWERED, "extended for longer", h -> change(h, 1, HoldChanged.class, f -> {
            f.holdUntil = f.holdUntil.plusSeconds(1);
            return f;
        }));
        plant(Rule.ANSWERED, "confirmed for another amount", h -> command(h, 12, Command.ConfirmBooking.class, c -> {
            var p = (Command.ConfirmBooking) c;
            return new Command.ConfirmBooking(p.subsectionId(), p.bookingId(), p.buyer(), p.paymentId(),
                    p.amountMinor() - 1, p.validUntil());
        }));
        plant(Rule.ANSWERED, "confirmed too late", h -> command(h, 12, Command.ConfirmBooking.class, c -> {
            var p = (Command.ConfirmBooking) c;
            return new Command.ConfirmBooking(p.subsectionId(), p.bookingId(), p.buyer(), p.paymentId(),
                    p.amountMinor(), Story.START);
        }));
        plant(Rule.ANSWERED, "confirmed for a stranger", h -> command(h, 12, Command.ConfirmBooking.class, c -> {
            var p = (Command.ConfirmBooking) c;
            return new Command.ConfirmBooking(p.subsectionId(), p.bookingId(), "eve", p.paymentId(), p.amountMinor(),
                    p.validUntil());
        }));
        plant(Rule.ANSWERED, "other seats given back than asked", h -> command(h, 1, Command.ReleaseSeats.class,
                c -> new Command.ReleaseSeats(1, id(1), "ann", seats(2))));
        plant(Rule.ANSWERED, "refused for another reason",
                h -> outcome(h, 9, CommandRefused.class, o -> refusedFor(o, Reason.SEAT_NOT_IN_BOOKING)));
        plant(Rule.ANSWERED, "a free seat is not blocked", h -> blocked(h, seats(9)));
        plant(Rule.ANSWERED, "a seat is blocked that is already", Commanded.class,
                c -> c.command() instanceof Command.BlockSeats b && b.seats().size() == 3,
                c -> new Commanded(c.partition(), c.version(), c.at(), new Command.BlockSeats(1, seats(11))));
        plant(Rule.ANSWERED_AT_LAST, "seats for the house without an effect",
                h -> drop(h, r -> r instanceof Decided(_, _, SeatsBlocked _, _)));
        plant(Rule.ANSWERED_AT_LAST, "seats of the house stay blocked",
                h -> drop(h, r -> r instanceof Decided(_, _, SeatsUnblocked _, _)));
        plant(Rule.ANSWERED, "old terms come into force", Commanded.class,
                c -> c.command() instanceof Command.ChangeTerms,
                c -> new Commanded(c.partition(), c.version(), c.at(),
                        new Command.ChangeTerms(2, Story.terms(1, 6, Sale.OPEN))));
        plant(Rule.ANSWERED_AT_LAST, "a cancellation without an answer", h -> drop(h, 9, CommandRefused.class));
        plant(Rule.ANSWERED_AT_LAST, "a due hold left", h -> drop(h, 8, HoldExpired.class));
        plant(Rule.ANSWERED_AT_LAST, "a payment without an answer", h -> drop(h, 12, BookingConfirmed.class));
        plant(Rule.ANSWERED_AT_LAST, "an extension without an effect", h -> drop(h, 1, HoldChanged.class));
        plant(Rule.ANSWERED_AT_LAST, "an organizer's cancellation left out", h -> drop(h, 11, BookingCancelled.class));
        plant(Rule.ANSWERED_AT_LAST, "a request without an answer", h -> drop(h, 10, BookingRejected.class));
        plant(Rule.ANSWERED_AT_LAST, "a pause without an effect",
                h -> drop(h, r -> r instanceof Decided(_, _, SubsectionChanged _, _)));
        plant(Rule.ANSWERED_AT_LAST, "an opening without an effect",
                h -> drop(h, r -> r instanceof Decided(_, _, SubsectionOpened o, _) && o.subsectionId() == 2));
    }

    private static Terms terms(Terms t, long price, int perBooking, int perBuyer, Sale sale) {
        return new Terms(t.version(), price, t.currency(), t.onSaleAt(), t.offSaleAt(), t.holdSeconds(), perBooking,
                perBuyer, sale);
    }

    private static void termsInForce() {
        plant(Rule.TERMS, "another price", h -> change(h, 14, SeatsHeld.class, f -> {
            f.priceMinor = 1;
            return f;
        }));
        plant(Rule.TERMS, "held for longer", h -> change(h, 14, SeatsHeld.class, f -> {
            f.holdUntil = f.holdUntil.plusSeconds(1);
            return f;
        }));
        plant(Rule.TERMS, "above the tickets of a booking", h -> reword(h, t -> terms(t, 4500, 1, 6, t.sale())));
        plant(Rule.TERMS, "held while paused", h -> reword(h, t -> terms(t, 4500, 4, 6, Sale.PAUSED)));
        plant(Rule.TERMS, "confirmed late after the sale was closed",
                h -> reword(h, t -> terms(t, 4500, 4, 6, t.version() == 3 ? Sale.CLOSED : t.sale())));
        plant(Rule.TERMS, "held before the sale", h -> reword(h, t -> new Terms(t.version(), 4500, "EUR",
                Story.START.plusSeconds(60), t.offSaleAt(), t.holdSeconds(), 4, 6, t.sale())));
        plant(Rule.TERMS, "held after the sale", h -> reword(h, t -> new Terms(t.version(), 4500, "EUR", t.onSaleAt(),
                Story.START.plusSeconds(60), t.holdSeconds(), 4, 6, t.sale())));
        plant(Rule.TERMS, "another currency", h -> reword(h, t -> new Terms(t.version(), 4500,
                t.version() == 1 ? "EUR" : "USD", t.onSaleAt(), t.offSaleAt(), t.holdSeconds(), 4, 6, t.sale())));
        plant(Rule.TERMS, "opened twice", h -> add(h, 0, h.stream()
                .filter(r -> r instanceof Decided(_, _, SubsectionOpened o, _) && o.subsectionId() == 1)
                .map(r -> (Outcome) new SubsectionOpened(LATER, ((SubsectionOpened) ((Decided) r).outcome()).opening()))
                .findFirst().orElseThrow()));
        plant(Rule.TERMS, "held where nothing is open",
                h -> drop(h, r -> r instanceof Decided(_, _, SubsectionOpened o, _) && o.subsectionId() == 1));
        plant(Rule.BUYER_LIMIT, "too many in one partition", h -> reword(h, t -> terms(t, 4500, 4, 1, t.sale())));
        plant(Rule.BUYER_LIMIT, "too many in all", h -> {
            reword(h, t -> terms(t, 4500, 4, 4, t.sale()));
            drop(h, 9, BookingCancelled.class);
        });
        plant(Rule.BUYER_ROWS, "counted wrong", BuyerRow.class, r -> r.buyer().equals("gus"),
                r -> new BuyerRow(r.eventId(), r.buyer(), 3));
        plant(Rule.BUYER_ROWS, "not counted",
                h -> drop(h, r -> r instanceof BuyerRow row && row.buyer().equals("gus")));
        plant(Rule.BUYER_ROWS, "counted without a ticket", h -> h.add(new BuyerRow(Story.EVENT, "zoe", 1)));
        plant(Rule.BUYER_ROWS, "counted twice", h -> h.add(new BuyerRow(Story.EVENT, "gus", 2)));
    }

    private static void moves() {
        plant(Rule.FIXED, "the buyer changes", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.buyer = "eve";
            return f;
        }));
        plant(Rule.FIXED, "the price changes", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.priceMinor++;
            return f;
        }));
        plant(Rule.FIXED, "the request changes", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.contentHash = id(1);
            return f;
        }));
        plant(Rule.FIXED, "the time of its making changes", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.createdAt = f.createdAt.minusMillis(1);
            return f;
        }));
        plant(Rule.FIXED, "the version of its making changes", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.createdVersion--;
            return f;
        }));
        plant(Rule.MOVES, "expired before its deadline", h -> {
            var held = booking(h, 14, SeatsHeld.class);
            add(h, 0, new HoldExpired(held.expired(LATER, held.holdUntil().minusMillis(1))));
        });
        plant(Rule.MOVES, "a cancelled one is confirmed", h -> {
            var cancelled = booking(h, 9, BookingCancelled.class);
            add(h, 0, new BookingConfirmed(cancelled.confirmed(id(9), LATER, cancelled.changedAt()), false));
        });
        plant(Rule.MOVES, "a rejected one is held", h -> {
            var rejected = booking(h, 10, BookingRejected.class);
            add(h, 0, new SeatsHeld(with(rejected, f -> {
                f.version = LATER;
                f.status = BookingStatus.HELD;
                return f;
            })));
        });
        plant(Rule.MOVES, "an expired one is cancelled", h -> {
            var expired = booking(h, 5, HoldExpired.class);
            add(h, 1, new BookingCancelled(expired.cancelled(Reason.CANCELLED_BY_BUYER, LATER, expired.changedAt())));
        });
        plant(Rule.MOVES, "a late confirmation that is not late",
                h -> outcome(h, 12, BookingConfirmed.class, o -> new BookingConfirmed(((BookingConfirmed) o).booking(),
                        true)));
        plant(Rule.MOVES, "confirmed without a payment", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.paymentId = null;
            return f;
        }));
        plant(Rule.MOVES, "extended twice", h -> {
            var extended = booking(h, 1, HoldChanged.class);
            add(h, 0, new HoldChanged(extended.extendedUntil(extended.holdUntil().plusSeconds(9),
                    extended.version() + 1, extended.changedAt())));
        });
        plant(Rule.MOVES, "shortened", h -> change(h, 1, HoldChanged.class, f -> {
            f.holdUntil = f.changedAt.plusSeconds(1);
            return f;
        }));
        plant(Rule.MOVES, "gives back a seat that it has not",
                h -> outcome(h, 1, SeatsReleased.class,
                        o -> new SeatsReleased(((SeatsReleased) o).booking(), seats(7))));
        plant(Rule.MOVES, "keeps what it gave back", h -> change(h, 1, SeatsReleased.class, f -> {
            f.seats = seats(0, 1, 2);
            f.quantity = 3;
            return f;
        }));
        plant(Rule.MOVES, "begins with a confirmation", h -> {
            var held = booking(h, 14, SeatsHeld.class);
            outcome(h, 14, SeatsHeld.class,
                    _ -> new BookingConfirmed(held.confirmed(id(14), held.version(), held.changedAt()), false));
        });
        plant(Rule.MOVES, "a hold without a deadline", h -> change(h, 14, SeatsHeld.class, f -> {
            f.holdUntil = null;
            return f;
        }));
        plant(Rule.MOVES, "a rejection without a reason", h -> change(h, 10, BookingRejected.class, f -> {
            f.reason = null;
            return f;
        }));
        plant(Rule.MOVES, "moves in another partition", Decided.class, d -> is(d, 1, HoldChanged.class),
                d -> new Decided(1, d.position(), d.outcome()));
        plant(Rule.VERSIONS, "a move before it was made", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.version = Version.of(1, 0);
            return f;
        }));
        plant(Rule.VERSIONS, "terms go back", h -> reword(h, t -> new Terms(1, 4500, "EUR", t.onSaleAt(), t.offSaleAt(),
                t.holdSeconds(), 4, 6, t.sale())));
        plant(Rule.DEADLINE, "held for longer than the grace", End.class, _ -> true,
                e -> new End(e.logTimes(), true, Duration.ofSeconds(1)));
        plant(Rule.DEADLINE, "still held at the end", End.class, _ -> true, e -> {
            var times = new TreeMap<>(e.logTimes());
            times.replaceAll((_, at) -> at.plusSeconds(3_600));
            return new End(times, true, e.grace());
        });
    }

    private static void log() {
        plant(Rule.SAME_AGAIN, "published again with another content",
                h -> add(h, 0, new SeatsHeld(with(booking(h, 14, SeatsHeld.class), f -> {
                    f.seats = seats(9);
                    return f;
                }))));
        plant(Rule.SAME_AGAIN, "rejected and refused",
                h -> add(h, 0, new CommandRefused(1, find(h, 10, BookingRejected.class).version(), id(10), "cid",
                        CommandType.RESERVE_SEATS, Reason.INTERNAL, null, Story.START)));
        plant(Rule.LOG_TIME, "time goes back", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.changedAt = f.createdAt.minusSeconds(60);
            return f;
        }));
        plant(Rule.IN_LOG, "decided at another time", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.changedAt = f.changedAt.plusMillis(1);
            return f;
        }));
        plant(Rule.IN_LOG, "seats are blocked that nobody named", h -> blocked(h, seats(8, 9, 10)));
        plant(Rule.IN_LOG, "blocked instead of given back", Decided.class,
                d -> d.outcome() instanceof SeatsUnblocked, d -> new Decided(d.partition(), d.position(),
                        new SeatsBlocked(1, d.outcome().version(), seats(9))));
        plant(Rule.IN_LOG, "no command", h -> drop(h, asked(14, Command.ReserveSeats.class)));
        plant(Rule.IN_LOG, "another command", h -> command(h, 14, Command.ReserveSeats.class,
                _ -> new Command.CancelBooking(1, id(14), "gus", Reason.CANCELLED_BY_BUYER)));
        plant(Rule.IN_LOG, "another's command", h -> command(h, 12, Command.ConfirmBooking.class, c -> {
            var p = (Command.ConfirmBooking) c;
            return new Command.ConfirmBooking(1, id(14), p.buyer(), p.paymentId(), p.amountMinor(), p.validUntil());
        }));
        plant(Rule.IN_LOG, "poison holds seats", h -> h.replaceAll(r -> asked(14, Command.ReserveSeats.class).test(r)
                && r instanceof Commanded c ? new Unreadable(c.partition(), c.version(), c.at()) : r));
        plant(Rule.IN_LOG, "two commands in one place",
                h -> h.add(h.stream().filter(asked(14, Command.ReserveSeats.class)).map(Commanded.class::cast)
                        .map(c -> new Unreadable(c.partition(), c.version(), c.at())).findFirst().orElseThrow()));
    }

    private static void told() {
        plant(Rule.TOLD, "another status", Told.class, t -> t.bookingId().equals(id(14)),
                t -> new Told(t.stream(), t.sequence(), t.bookingId(), t.version(), BookingStatus.CONFIRMED));
        plant(Rule.TOLD, "a version that nobody decided", Told.class, t -> t.bookingId().equals(id(14)),
                t -> new Told(t.stream(), t.sequence(), t.bookingId(), t.version() + 1, t.status()));
        plant(Rule.TOLD, "a booking that there is not",
                h -> h.add(new Told("stream", 1, id(78), LATER, BookingStatus.HELD)));
        plant(Rule.TOLD_ORDER, "a stream goes back", Told.class,
                t -> t.bookingId().equals(id(12)) && t.status() == BookingStatus.HELD,
                t -> new Told(t.stream(), 3, t.bookingId(), t.version(), t.status()));
        plant(Rule.TOLD_ORDER, "more after its last", h -> h.add(new Told("stream-12", 90, id(12),
                booking(h, 12, BookingConfirmed.class).version(), BookingStatus.CONFIRMED)));
        plant(Rule.TOLD_ORDER, "its last is not its last",
                h -> drop(h, r -> r instanceof Told t && t.bookingId().equals(id(12))
                        && t.status() == BookingStatus.CONFIRMED));
        plant(Rule.TOLD_LAST, "closed while it is held", ToldLast.class, t -> t.bookingId().equals(id(14)),
                t -> new ToldLast(t.stream(), t.sequence(), t.bookingId(), t.version(), t.status(), StreamEnd.CLOSED));
        plant(Rule.TOLD_LAST, "open, and never told the newest", h -> {
            var held = booking(h, 12, SeatsHeld.class);
            drop(h, r -> r instanceof Told t && t.bookingId().equals(id(12)) && t.version() != held.version());
            replace(h, ToldLast.class, t -> t.bookingId().equals(id(12)), t -> new ToldLast(t.stream(), t.sequence(),
                    t.bookingId(), held.version(), held.status(), StreamEnd.OPEN));
        });
    }

    private static void rows() {
        plant(Rule.BOOKING_ROWS, "another status", BookingRow.class, r -> r.booking().id().equals(id(1)),
                r -> new BookingRow(r.partition(), with(r.booking(), f -> {
                    f.status = BookingStatus.CANCELLED;
                    return f;
                })));
        plant(Rule.BOOKING_ROWS, "another partition", BookingRow.class, r -> r.booking().id().equals(id(1)),
                r -> new BookingRow(1, r.booking()));
        plant(Rule.BOOKING_ROWS, "a rejection without a row",
                h -> drop(h, r -> r instanceof BookingRow b && b.booking().id().equals(id(10))));
        plant(Rule.BOOKING_ROWS, "a row that nobody decided", h -> h.add(new BookingRow(0,
                with(booking(h, 10, BookingRejected.class), f -> {
                    f.id = id(79);
                    return f;
                }))));
        plant(Rule.BOOKING_ROWS, "two rows", h -> h.add(new BookingRow(0, booking(h, 10, BookingRejected.class))));
        plant(Rule.SUBSECTION_ROWS, "another version", SubsectionRow.class, r -> r.opening().subsectionId() == 1,
                r -> new SubsectionRow(r.opening(), r.version() + 1, r.free()));
        plant(Rule.SUBSECTION_ROWS, "old terms", SubsectionRow.class, r -> r.opening().subsectionId() == 2,
                r -> new SubsectionRow(r.opening().with(Story.terms(1, 6, Sale.OPEN)), r.version(), r.free()));
        plant(Rule.SUBSECTION_ROWS, "no row",
                h -> drop(h, r -> r instanceof SubsectionRow s && s.opening().subsectionId() == 1));
        plant(Rule.SUBSECTION_ROWS, "two rows", h -> h
                .addAll(h.stream().filter(SubsectionRow.class::isInstance).toList()));
        plant(Rule.SUBSECTION_ROWS, "another count of free seats", SubsectionRow.class, _ -> true,
                r -> new SubsectionRow(r.opening(), r.version(), r.free() - 1));
        plant(Rule.FREE_COUNTS, "free and claimed are not all", SubsectionRow.class, _ -> true,
                r -> new SubsectionRow(r.opening(), r.version(), r.free() - 1));
        plant(Rule.REFUSAL_ROWS, "no row", h -> drop(h, r -> r instanceof RefusalRow row
                && row.bookingId().equals(id(9))));
        plant(Rule.REFUSAL_ROWS, "another reason", RefusalRow.class, r -> r.bookingId().equals(id(9)),
                r -> new RefusalRow(r.partition(), r.version(), r.bookingId(), Reason.INTERNAL));
        plant(Rule.REFUSAL_ROWS, "a row that nobody published",
                h -> h.add(new RefusalRow(0, LATER, id(9), Reason.INTERNAL)));
        plant(Rule.REFUSAL_ROWS, "two rows",
                h -> h.addAll(h.stream().filter(r -> r instanceof RefusalRow row && row.bookingId().equals(id(9)))
                        .toList()));
        plant(Rule.MAP, "a seat differs", MapImage.class, m -> m.subsectionId() == 1, m -> flipped(m, 8));
        plant(Rule.MAP, "a seat of the house is shown as free", MapImage.class, m -> m.subsectionId() == 1, m -> {
            var image = m.image().clone();
            image[MapLayout.bitOffset(8) / 8] &= 0x3f;
            return new MapImage(1, image);
        });
        plant(Rule.MAP, "another version", MapImage.class, m -> m.subsectionId() == 1, m -> flipped(m, 5));
        plant(Rule.MAP, "cut off", MapImage.class, m -> m.subsectionId() == 1,
                m -> new MapImage(1, Arrays.copyOf(m.image(), 9)));
        plant(Rule.MAP, "missing", h -> drop(h, r -> r instanceof MapImage m && m.subsectionId() == 1));
        plant(Rule.MAP, "of no subsection", h -> h.add(new MapImage(66, new byte[9])));
        plant(Rule.MAP, "two maps", h -> h.addAll(h.stream().filter(MapImage.class::isInstance).toList()));
    }

    private static boolean isHouse(HistoryRecord record) {
        return record instanceof ClaimRow claim && claim.bookingId().equals(House.CLAIM);
    }

    private static void blocked(List<HistoryRecord> history, Seats seats) {
        replace(history, Decided.class, d -> d.outcome() instanceof SeatsBlocked, d -> new Decided(d.partition(),
                d.position(), new SeatsBlocked(1, d.outcome().version(), seats)));
    }

    private static void unblocked(List<HistoryRecord> history, Seats seats) {
        replace(history, Decided.class, d -> d.outcome() instanceof SeatsUnblocked, d -> new Decided(d.partition(),
                d.position(), new SeatsUnblocked(1, d.outcome().version(), seats)));
    }

    private static MapImage flipped(MapImage map, int at) {
        var image = map.image().clone();
        image[at] ^= 1;
        return new MapImage(map.subsectionId(), image);
    }

    private static void money() {
        Predicate<Charge> of12 = c -> c.paymentId().equals(id(12));
        plant(Rule.MONEY, "money without seats", Charge.class, c -> c.paymentId().equals(id(999_999)),
                c -> new Charge(c.paymentId(), c.amountMinor(), c.currency(), ChargeState.CAPTURED));
        plant(Rule.MONEY, "another amount", Charge.class, of12,
                c -> new Charge(c.paymentId(), c.amountMinor() + 1, c.currency(), c.state()));
        plant(Rule.MONEY, "another currency", Charge.class, of12,
                c -> new Charge(c.paymentId(), c.amountMinor(), "USD", c.state()));
        plant(Rule.MONEY, "captured twice", h -> h.add(new Charge(id(12), 1, "EUR", ChargeState.CAPTURED)));
        plant(Rule.MONEY, "one payment, two bookings", h -> change(h, 12, BookingConfirmed.class, f -> {
            f.paymentId = id(3);
            return f;
        }));
        plant(Rule.MONEY_AT_LAST, "seats without money", h -> drop(h, r -> r instanceof Charge c && of12.test(c)));
        plant(Rule.MONEY_AT_LAST, "seats with money that is only reserved", Charge.class, of12,
                c -> new Charge(c.paymentId(), c.amountMinor(), c.currency(), ChargeState.OPEN));
        plant(Rule.MONEY_AT_LAST, "not given back", Charge.class, c -> c.paymentId().equals(id(11)),
                c -> new Charge(c.paymentId(), c.amountMinor(), c.currency(), ChargeState.CAPTURED));
        plant(Rule.MONEY_AT_LAST, "reserved for ever", Charge.class, c -> c.paymentId().equals(id(999_999)),
                c -> new Charge(c.paymentId(), c.amountMinor(), c.currency(), ChargeState.OPEN));
    }
}
