package io.seatlog.reservation;

import java.util.Arrays;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Decides bookings in log order; {@code --seatlog.mode=adopt-log} instead adopts a new log and exits. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ReservationApplication {
    static final String ADOPT = "adopt-log";

    public static void main(String[] arguments) {
        var application = new SpringApplication(ReservationApplication.class);
        boolean once = Arrays.asList(arguments).contains("--seatlog.mode=" + ADOPT);
        if (once) {
            application.setWebApplicationType(WebApplicationType.NONE);
        }
        var context = application.run(arguments);
        if (once) {
            System.exit(SpringApplication.exit(context));
        }
    }
}
