package io.seatlog.kernel.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErasedBuyerTest {
    @Test
    void shouldFitWhereABuyerStood() {
        assertThat(Stream.generate(ErasedBuyer::next).limit(1_000)).doesNotHaveDuplicates()
                .allSatisfy(each -> assertThat(each).hasSize(22).matches(BuyerId.PATTERN).matches(ErasedBuyer::isOne));
    }

    /** Whatever the sixteen bytes are, the end of their base64 is never that of an erased buyer. */
    @Test
    void shouldBeNobodysPseudonym() {
        var bytes = Base64.getUrlDecoder().decode(ErasedBuyer.next().substring(0, 20) + "AA");
        for (int last = 0; last < 256; last++) {
            bytes[15] = (byte) last;
            var pseudonym = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, 16));
            assertThat(pseudonym).hasSize(22).startsWith("erased-");
            assertThat(ErasedBuyer.isOne(pseudonym)).as(pseudonym).isFalse();
        }
    }
}
