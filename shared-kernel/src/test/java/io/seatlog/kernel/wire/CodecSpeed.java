package io.seatlog.kernel.wire;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.Supplier;

/** Not a test: prints what each message costs in bytes and, on one warm thread, in nanoseconds of CPU. */
final class CodecSpeed {
    private static final int ROUNDS = 3_000_000;

    static volatile Object last = "";

    private CodecSpeed() {}

    public static void main(String[] arguments) {
        for (int warming = 0; warming < 2; warming++) {
            Samples.COMMANDS.forEach((name, command) -> {
                var bytes = CommandCodec.encode(command);
                print(name, bytes, () -> CommandCodec.encode(command), () -> CommandCodec.decode(bytes));
            });
            Samples.OUTCOMES.forEach((name, outcome) -> {
                var bytes = OutcomeCodec.encode(outcome);
                print(name, bytes, () -> OutcomeCodec.encode(outcome), () -> OutcomeCodec.decode(bytes));
            });
        }
    }

    private static void print(String name, byte[] bytes, Supplier<Object> encode, Supplier<Object> decode) {
        System.out.printf(Locale.ROOT, "%-32s %4d bytes, encode %4d ns, decode %4d ns%n", name, bytes.length,
                nanos(encode), nanos(decode));
    }

    private static long nanos(Supplier<Object> work) {
        long start = cpuNanos();
        for (int i = 0; i < ROUNDS; i++) {
            // A field, so that the work cannot be optimised away.
            last = work.get();
        }
        return (cpuNanos() - start) / ROUNDS;
    }

    /** Not the wall's, which on a shared machine is the neighbours' time too. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
