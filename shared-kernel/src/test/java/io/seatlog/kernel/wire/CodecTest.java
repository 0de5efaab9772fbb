package io.seatlog.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.seatlog.kernel.message.Command;
import io.seatlog.kernel.message.CommandType;
import io.seatlog.kernel.message.Outcome;
import io.seatlog.kernel.message.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the codec does with any message, and with any bytes. */
class CodecTest {
    private static final int ROUNDS = 50_000;

    @Test
    void readsWhatItWrote() {
        long seed = seed();
        var random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            var command = Samples.command(random);
            var outcome = Samples.outcome(random);
            assertThat(CommandCodec.decode(CommandCodec.encode(command))).as("seed %d", seed).isEqualTo(command);
            assertThat(OutcomeCodec.decode(OutcomeCodec.encode(outcome))).as("seed %d", seed).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @MethodSource("allNames")
    void refusesEveryTruncationAndEveryAddition(String name) {
        var bytes = GoldenBytesTest.golden(name);
        var decode = decoder(name);
        for (int length = 0; length < bytes.length; length++) {
            var shorter = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> decode.apply(shorter)).isInstanceOf(MalformedMessageException.class);
            CommandCodec.envelope(shorter);
        }
        assertThatThrownBy(() -> decode.apply(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(MalformedMessageException.class).hasMessageContaining("1 bytes too many");
    }

    @Test
    void throwsNothingElseForBrokenBytes() {
        long seed = seed();
        var random = new Random(seed);
        int broken = 0;
        for (int i = 0; i < ROUNDS; i++) {
            boolean isCommand = random.nextBoolean();
            var bytes = isCommand
                    ? CommandCodec.encode(Samples.command(random))
                    : OutcomeCodec.encode(Samples.outcome(random));
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            broken += survives(isCommand ? CommandCodec::decode : OutcomeCodec::decode, bytes, seed) ? 0 : 1;
        }
        assertThat(broken).as("the flips did break messages").isGreaterThan(ROUNDS / 20);
    }

    @Test
    void throwsNothingElseForNoise() {
        long seed = seed();
        var random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            var bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = Wire.VERSION;
                bytes[1] = (byte) (random.nextInt(14));
            }
            survives(CommandCodec::decode, bytes, seed);
            survives(OutcomeCodec::decode, bytes, seed);
        }
    }

    @ParameterizedTest
    @MethodSource("allNames")
    void stopsAtAFutureVersionAndCallsTheRestPoison(String name) {
        var bytes = GoldenBytesTest.golden(name);
        var decode = decoder(name);
        int own = bytes[0];
        for (int version = 0; version < 256; version++) {
            bytes[0] = (byte) version;
            if (version == own) {
                assertThat(decode.apply(bytes)).isNotNull();
            } else if (version >= Wire.FIRST && version <= Wire.VERSION) {
                survives(decode, bytes, version); // Some messages have another form there.
            } else if (version > Wire.VERSION && version < 16) {
                assertThatThrownBy(() -> decode.apply(bytes)).isInstanceOf(FutureMessageException.class)
                        .hasMessageContaining("wire version " + version);
            } else {
                assertThatThrownBy(() -> decode.apply(bytes)).isInstanceOf(MalformedMessageException.class);
            }
        }
    }

    @Test
    void readsWhoIsToBeAnsweredFromABrokenCommand() {
        var bytes = GoldenBytesTest.golden("command-reserve-manual");
        var expected = new CommandCodec.Envelope(CommandType.RESERVE_SEATS, 70_000,
                UUID.fromString("01930000-0000-7abc-8def-0123456789ab"), "Buyer_1-x");
        int throughBuyer = 1 + 1 + 4 + 16 + 2 + 9;

        for (int length = 0; length <= bytes.length; length++) {
            var envelope = CommandCodec.envelope(Arrays.copyOf(bytes, length));
            assertThat(envelope.isPresent()).as("%d bytes", length).isEqualTo(length >= throughBuyer);
            envelope.ifPresent(read -> assertThat(read).isEqualTo(expected));
        }
        assertThat(CommandCodec.envelope(GoldenBytesTest.golden("command-open-subsection"))).isEmpty();
        assertThat(CommandCodec.envelope(GoldenBytesTest.golden("command-expire-holds"))).isEmpty();
    }

    @Test
    void refusesWhatNoMessageMaySay() {
        requireMalformed("01 02 00011170 0193000000007abc8def0123456789ab 0001 61 02 01 0002 0018 0018", "seat twice");
        requireMalformed("01 02 00011170 0193000000007abc8def0123456789ab 0001 61 00 00 0000", "quantity 0");
        requireMalformed("01 02 00011170 0193000000007abc8def0123456789ab 0001 61 0b 00 0000", "quantity 11");
        requireMalformed("01 02 00011170 0193000000007abc8def0123456789ab 0001 61 02 02 0000", "selection 2");
        requireMalformed("01 02 00011170 0193000000007abc8def0123456789ab 0001 61 02 01 0001 0018", "miscounted");
        requireMalformed("01 02 00011170 0193000000007abc8def0123456789ab 0001 61 01 01 0001 0fa0", "seat 4000");
        requireMalformed("01 02 00011170 0193000000007abc8def0123456789ab 0001 20 01 00 0000", "buyer of a space");
        requireMalformed("01 02 00011170 0193000000007abc8def0123456789ab 0000 01 00 0000", "empty buyer");
        requireMalformed("01 03 00011170 0193000000007abc8def0123456789ab 0001 61 00", "reason 0");
        requireMalformed("01 03 00011170 0193000000007abc8def0123456789ab 0001 61 63", "reason 99");
        requireMalformed("02 05 00011170 0193000000007abc8def0123456789ab 0001 61 0000", "no seats");
        requireMalformed("02 04 00011170 0000", "no bookings");
        requireMalformed("02 04 00011170 0002 0193000000007abc8def0123456789ab 0193000000007abc8def0123456789ab",
                "twice");
        requireMalformed("02 04 00011170 01f5", "501 bookings");
        requireMalformed("01 00 00011170 0193000000007abc8def0123456789ab 0001 61 0a", "type 0");
    }

    @Test
    void keysOutcomesByTheirBooking() {
        var held = Samples.outcome("outcome-seats-held");
        var refused = Samples.outcome("outcome-command-refused");
        var bookingId = ((Outcome.OfBooking) held).booking().id();

        assertThat(OutcomeCodec.bookingId(OutcomeCodec.key(held))).isEqualTo(bookingId);
        assertThat(OutcomeCodec.key(refused)).isEqualTo(OutcomeCodec.bookingKey(bookingId)).hasSize(16);
        assertThat(OutcomeCodec.key(Samples.outcome("outcome-subsection-opened"))).isNull();
        assertThat(OutcomeCodec.bookingId(null)).isNull();
        assertThat(OutcomeCodec.bookingId(new byte[15])).isNull();
    }

    @Test
    void numbersEveryTypeAndReasonForGood() {
        assertThat(Arrays.stream(CommandType.values()).map(type -> type + "=" + type.code()))
                .startsWith("OPEN_SUBSECTION=1", "RESERVE_SEATS=2", "CANCEL_BOOKING=3");
        assertThat(Arrays.stream(Reason.values()).map(reason -> reason + "=" + reason.code())).startsWith("NO_SEATS=1",
                "SEAT_TAKEN=2", "NOT_ON_SALE=3", "SALE_CLOSED=4", "LIMIT_REACHED=5", "INTERNAL=6",
                "BOOKING_ID_REUSED=7", "BOOKING_UNKNOWN=8", "NOT_ALLOWED_IN_STATUS=9", "CANCELLED_BY_BUYER=10");
        assertThat(Arrays.stream(CommandType.values()).map(type -> CommandType.ofCode(type.code())))
                .containsExactly(CommandType.values());
        assertThat(Arrays.stream(Reason.values()).map(reason -> Reason.ofCode(reason.code())))
                .containsExactly(Reason.values());
    }

    static Stream<String> allNames() {
        return Stream.concat(GoldenBytesTest.commands(), GoldenBytesTest.outcomes());
    }

    private static Function<byte[], Object> decoder(String name) {
        return name.startsWith("command") ? CommandCodec::decode : OutcomeCodec::decode;
    }

    private static boolean survives(Function<byte[], Object> decode, byte[] bytes, long seed) {
        try {
            CommandCodec.envelope(bytes);
            var message = decode.apply(bytes);
            assertThat(message).isInstanceOfAny(Command.class, Outcome.class);
            return true;
        } catch (MalformedMessageException | FutureMessageException expected) {
            return false;
        } catch (RuntimeException unexpected) {
            return fail("seed " + seed + ": " + HexFormat.of().formatHex(bytes), unexpected);
        }
    }

    private static void requireMalformed(String hex, String why) {
        var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> CommandCodec.decode(bytes)).as(why).isInstanceOf(MalformedMessageException.class);
    }

    private static long seed() {
        long seed = Long.getLong("seatlog.seed", System.nanoTime());
        System.out.println("seatlog.seed=" + seed);
        return seed;
    }
}
