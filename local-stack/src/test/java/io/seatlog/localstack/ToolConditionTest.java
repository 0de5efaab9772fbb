package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToolConditionTest {

    private final String before = System.getProperty(ToolCondition.REQUIRED, "false");

    @Test
    void shouldRunWhereTheToolIs() {
        assertThat(ToolCondition.evaluate("sh", "t").isDisabled()).isFalse();
    }

    @Test
    void shouldRunAndSoFailWhereAMissingToolIsRequired() {
        System.setProperty(ToolCondition.REQUIRED, "true");
        try {
            assertThat(ToolCondition.evaluate("no-such-program", "t").isDisabled()).isFalse();
        } finally {
            System.setProperty(ToolCondition.REQUIRED, before);
        }
    }
}
