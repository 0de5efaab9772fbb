package io.seatlog.ticketing;

import io.seatlog.ticketing.erasure.ErasureMode;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The public API. {@code --seatlog.mode=erase-check} and {@code --seatlog.mode=erase} are its part of erasing a buyer instead,
 * and exit.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TicketingApplication {
    public static void main(String[] args) {
        if (ErasureMode.isAskedFor(args)) {
            System.exit(ErasureMode.run(args));
        }
        SpringApplication.run(TicketingApplication.class, args);
    }
}
