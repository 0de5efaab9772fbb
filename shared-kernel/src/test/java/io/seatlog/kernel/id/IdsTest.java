package io.seatlog.kernel.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final long OFFSET_MAX = (1L << 40) - 1;
    private static final UUID EVENT = UUID.fromString("01920000-1111-7222-8333-444444444444");

    @Test
    void versionsNeverGoBack() {
        assertThat(Version.of(1, 0)).isEqualTo(1L << 40).isGreaterThan(Version.NONE);
        assertThat(Version.of(1, 1)).isGreaterThan(Version.of(1, 0));
        assertThat(Version.of(2, 0)).isEqualTo(Version.of(1, OFFSET_MAX) + 1);
        assertThat(Version.generation(Version.of(7, 123))).isEqualTo(7);
        assertThat(Version.offset(Version.of(7, 123))).isEqualTo(123);
    }

    @Test
    void theLargestVersionFitsTheHeaderOfAMapAndIsExactInJavaScript() {
        long largest = Version.of(Version.MAX_GENERATION, OFFSET_MAX);

        assertThat(largest).isEqualTo((1L << 48) - 1);
        assertThat((long) (double) largest).isEqualTo(largest);
    }

    @Test
    void refusesWhatIsNoVersion() {
        assertThatThrownBy(() -> Version.of(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Version.of(256, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Version.of(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Version.of(1, OFFSET_MAX + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void makesIdsOfVersion7() {
        assertThat(Uuid7.of(0x0192_0000_1111L, 0x222, 0x0333_4444_4444_4444L)).isEqualTo(EVENT);
        long before = System.currentTimeMillis();
        var id = Uuid7.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Uuid7.millis(id)).isBetween(before, System.currentTimeMillis());
        assertThat(Uuid7.next()).isNotEqualTo(id);
    }

    @Test
    void keepsRandomBitsOutOfTimeVersionAndVariant() {
        long latest = (1L << 48) - 1;

        assertThat(Uuid7.millis(Uuid7.of(latest, -1, -1))).isEqualTo(latest);
        assertThat(Uuid7.isUuid7(Uuid7.of(0, -1, -1))).isTrue();
        assertThat(Uuid7.isUuid7(Uuid7.of(0, 0, 0))).isTrue();
        assertThatThrownBy(() -> Uuid7.of(latest + 1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Uuid7.of(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsOtherUuids() {
        assertThat(Uuid7.isUuid7(UUID.randomUUID())).isFalse();
        assertThat(Uuid7.isUuid7(UUID.fromString("01920000-1111-7222-c333-444444444444"))).as("variant").isFalse();
        assertThat(Uuid7.isUuid7(new UUID(0, 0))).isFalse();
    }

    @Test
    void writesAndReadsTheKeyOfASubsection() {
        var key = new SubsectionKey(EVENT, "Block7", "12");

        assertThat(key).hasToString("01920000-1111-7222-8333-444444444444-Block7-12");
        assertThat(SubsectionKey.parse(key.toString())).contains(key);
        assertThat(SubsectionKey.parse(EVENT + "-ABCDEFGHIJKL-123456789012")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "01920000-1111-7222-8333-444444444444", "01920000-1111-7222-8333-444444444444-",
            "01920000-1111-7222-8333-444444444444-A", "01920000-1111-7222-8333-444444444444-A-",
            "01920000-1111-7222-8333-444444444444--1", "01920000-1111-7222-8333-444444444444-A-1-2",
            "01920000-1111-7222-8333-444444444444-A-1-", "01920000-1111-7222-8333-444444444444_A-1",
            "01920000-1111-7222-8333-444444444444-Ä-1", "01920000-1111-7222-8333-444444444444-A-1 ",
            "01920000-1111-7222-8333-444444444444-ABCDEFGHIJKLM-1", "g1920000-1111-7222-8333-444444444444-A-1",
            "1920000-01111-7222-8333-444444444444-A-1", "01920000-1111-7222-8333-44444444444-AA-1",
            "01920000-1111-7222-8333-ABCDEFABCDEF-A-1"})
    void readsNoOtherTextAsAKey(String text) {
        assertThat(SubsectionKey.parse(text)).isEmpty();
    }

    @Test
    void refusesNamesThatMakeKeysAmbiguous() {
        for (var name : new String[]{"", "A-1", "A 1", "ABCDEFGHIJKLM", "é", "A\n"}) {
            assertThatThrownBy(() -> new SubsectionKey(EVENT, name, "1")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new SubsectionKey(EVENT, "1", name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void takesOnlyOpaqueBuyers() {
        assertThat(BuyerId.isValid("a")).isTrue();
        assertThat(BuyerId.isValid("A_z-9" + "x".repeat(59))).isTrue();
        for (var buyer : new String[]{"", "x".repeat(65), "ann@example.org", "ann b", "ann\n", "Änn", "a\0"}) {
            assertThat(BuyerId.isValid(buyer)).as(buyer).isFalse();
        }
    }
}
