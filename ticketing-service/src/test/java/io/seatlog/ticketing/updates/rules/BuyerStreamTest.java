package io.seatlog.ticketing.updates.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.seatlog.kernel.message.CommandType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line is a step and what the stream says to it; what is below version 20 was decided before the snapshot. */
class BuyerStreamTest {
    private final BuyerStream stream = new BuyerStream(Scripts.ME, _ -> 20);

    @ParameterizedTest
    @ValueSource(strings = {
            """
                    open                     -> listed 0
                    held@21                  -> held@21
                    cancelled@25             -> cancelled@25
                    held@21                  -> -""",
            """
                    open held@5 Y.held@9     -> held@5 Y.held@9 listed 2
                    held@5                   -> -
                    cancelled@22             -> cancelled@22
                    Y.cancelled@23           -> Y.cancelled@23""",
            // a late copy about a booking that had ended before the snapshot says nothing
            """
                    open                     -> listed 0
                    held@5                   -> -
                    Y.held@21                -> Y.held@21""",
            // parked before the snapshot
            """
                    held@21                  -> -
                    cancelled@22             -> -
                    open held@21             -> held@21 listed 1 cancelled@22""",
            """
                    other:held@21            -> -
                    open                     -> listed 0
                    other:held@22            -> -""",
            // rereading finds what was missed, in both directions
            """
                    open held@5              -> held@5 listed 1
                    reread cancelled@21 Y.held@22 -> cancelled@21 Y.held@22
                    reread Y.held@22         -> -
                    Y.held@22                -> -""",
            """
                    open                     -> listed 0
                    refused@21               -> refused@21
                    refused@19               -> -
                    cancel-refused@22        -> -
                    rejected@23              -> rejected@23"""
    })
    void shouldSayWhatIsNewer(String script) {
        for (var line : script.lines().toList()) {
            var parts = line.split("->");
            assertThat(Scripts.words(step(parts[0].strip().split(" +")))).as(line + "\nin\n" + script)
                    .isEqualTo(parts[1].strip());
        }
    }

    @Test
    void shouldForgetTheOldestFirst() {
        var _ = stream.open(List.of());
        int many = BuyerStream.REMEMBERED_MAX + 10;
        IntStream.range(0, many).forEach(i -> {
            var told = stream.outcome(0, Scripts.outcome((char) ('a' + i) + ".held@" + (100 + i)));
            assertThat(told).hasSize(1);
        });
        assertThat(stream.open()).hasSize(BuyerStream.REMEMBERED_MAX);
    }

    @Test
    void shouldAskForRereadingWhenTooMuchWasParked() {
        IntStream.range(0, BuyerStream.REMEMBERED_MAX + 1)
                .forEach(i -> assertThat(stream.outcome(0, Scripts.outcome("held@" + (100 + i)))).isEmpty());
        assertThat(stream.needsReread()).isTrue();
        var _ = stream.open(List.of());
        var _ = stream.reread(List.of());
        assertThat(stream.needsReread()).isFalse();
    }

    @Test
    void shouldFollowOnlyWhatIsOpen() {
        var _ = stream.open(List.of(Scripts.booking("held@5"), Scripts.booking("Y.held@6")));
        var _ = stream.outcome(0, Scripts.outcome("cancelled@30"));
        assertThat(stream.open()).containsExactly(Scripts.id('Y'));
    }

    private List<StreamEvent> step(String[] words) {
        return switch (words[0]) {
            case "open" -> stream.open(Arrays.stream(words).skip(1).map(Scripts::booking).toList());
            case "reread" -> stream.reread(Arrays.stream(words).skip(1).map(Scripts::booking).toList());
            case String refused when refused.startsWith("refused@") -> stream.outcome(3,
                    Scripts.refusal(Long.parseLong(refused.substring(8)), Scripts.ME, CommandType.RESERVE_SEATS));
            case String refused when refused.startsWith("cancel-refused@") -> stream.outcome(3,
                    Scripts.refusal(Long.parseLong(refused.substring(15)), Scripts.ME, CommandType.CANCEL_BOOKING));
            default -> stream.outcome(3, Scripts.outcome(words[0]));
        };
    }
}
