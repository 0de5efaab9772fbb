package io.seatlog.ticketing.payment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param extension how long a hold lasts at least from the start of its first payment; a second to an hour
 */
@ConfigurationProperties("seatlog.payment")
record PaymentProperties(@DefaultValue("3m") Duration extension) {
    PaymentProperties {
        if (extension.compareTo(Duration.ofSeconds(1)) < 0 || extension.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("seatlog.payment.extension must be 1s to 1h");
        }
    }
}
