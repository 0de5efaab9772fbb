package io.seatlog.reservation;

import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Decides bookings in log order. {@code --seatlog.mode=adopt-log} instead adopts a new log and exits, and
 * {@code --seatlog.mode=erase} erases a buyer and exits.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ReservationApplication {
    static final String ADOPT = "adopt-log";
    static final String ERASE = "erase";

    public static void main(String[] arguments) {
        var application = new SpringApplication(ReservationApplication.class);
        boolean once = Stream.of(ADOPT, ERASE).map("--seatlog.mode="::concat)
                .anyMatch(Arrays.asList(arguments)::contains);
        if (once) {
            application.setWebApplicationType(WebApplicationType.NONE);
        }
        var context = application.run(arguments);
        if (once) {
            System.exit(SpringApplication.exit(context));
        }
    }
}
