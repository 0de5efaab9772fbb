package io.seatlog.ticketing.booking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class PreferenceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wait=5                      | 5
            wait=20                     | 20
            wait=21                     | 20
            wait=9999                   | 20
            wait=99999                  | 0
            wait="7"                    | 7
            respond-async, wait=10      | 10
            return=minimal; wait=3      | 3
            wait = 4                    | 4
            wait=                       | 0
            wait=-1                     | 0
            await=5                     | 0
            handling=lenient            | 0
            """)
    void isReadAsTheRfcWritesIt(String sent, int seconds) {
        var headers = new HttpHeaders();
        headers.add("Prefer", sent);

        assertThat(Preference.wait(headers)).hasSeconds(seconds);
    }
}
