package io.seatlog.ticketing.erasure;

import io.seatlog.kernel.id.BuyerId;
import io.seatlog.kernel.id.ErasedBuyer;
import io.seatlog.ticketing.identity.Pseudonyms;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The one-off modes: {@code --seatlog.mode=erase-check} and {@code --seatlog.mode=erase}. Not the service with another task,
 * but a process with the service's settings, its database, and nothing that listens or runs on.
 */
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class})
public final class ErasureMode {
    private static final String MODE = "--seatlog.mode=";
    private static final String CHECK = MODE + "erase-check";
    private static final String ERASE = MODE + "erase";
    private static final String OVER_AFTER = "seatlog.erase.over-after";
    private static final Duration MAX_OVER_AFTER = Duration.ofDays(3650);
    private static final int DONE = 0;
    private static final int WRONG_USE = 2;
    private static final int IN_THE_WAY = 3;

    private ErasureMode() {}

    public static boolean isAskedFor(String[] arguments) {
        return Arrays.stream(arguments).anyMatch(argument -> argument.equals(CHECK) || argument.equals(ERASE));
    }

    /**
     * Prints the operator's answer.
     *
     * @return the exit status: 0 done, 2 wrong use, 3 something stands in the way
     */
    public static int run(String[] arguments) {
        try (var context = new SpringApplicationBuilder(ErasureMode.class).web(WebApplicationType.NONE)
                .run(arguments)) {
            var settings = context.getEnvironment();
            var jdbc = context.getBean(JdbcTemplate.class);
            var payments = new Payments(jdbc);
            var erasure = new Erasure(jdbc, payments, new Obstacles(jdbc, payments, overAfter(settings)),
                    Clock.systemUTC(), System.out::println);
            var buyer = buyer(settings);
            boolean clear = Arrays.asList(arguments).contains(CHECK)
                    ? erasure.check(buyer)
                    : erasure.erase(buyer, replacement(settings));
            return clear ? DONE : IN_THE_WAY;
        } catch (IllegalArgumentException wrong) {
            System.out.println(wrong.getMessage());
            return WRONG_USE;
        }
    }

    private static Duration overAfter(Environment settings) {
        var written = settings.getProperty(OVER_AFTER, "1d");
        try {
            var overAfter = DurationStyle.detectAndParse(written);
            if (!overAfter.isNegative() && overAfter.compareTo(MAX_OVER_AFTER) <= 0) {
                return overAfter;
            }
        } catch (IllegalArgumentException notOne) {
            // Told below, by its name.
        }
        throw new IllegalArgumentException(
                OVER_AFTER + " must be a duration of 0 to " + MAX_OVER_AFTER.toDays() + "d: " + written);
    }

    private static String buyer(Environment settings) {
        var id = settings.getProperty("seatlog.erase.buyer");
        var subject = settings.getProperty("seatlog.erase.subject");
        if ((id == null) == (subject == null)) {
            throw new IllegalArgumentException("one of seatlog.erase.buyer and seatlog.erase.subject is needed");
        }
        return id == null ? pseudonym(settings, subject) : known(id);
    }

    private static String pseudonym(Environment settings, @Nullable String subject) {
        var issuer = settings.getProperty("seatlog.erase.issuer",
                settings.getRequiredProperty("seatlog.identity.issuer"));
        return Pseudonyms.ofKey(settings.getRequiredProperty("seatlog.identity.pseudonym-key")).of(issuer,
                String.valueOf(subject));
    }

    private static String known(String id) {
        if (id.length() != ErasedBuyer.LENGTH || !BuyerId.isValid(id) || ErasedBuyer.isOne(id)) {
            throw new IllegalArgumentException("not the opaque id of a buyer: " + id);
        }
        return id;
    }

    private static String replacement(Environment settings) {
        var replacement = settings.getProperty("seatlog.erase.replacement", "");
        if (!ErasedBuyer.isOne(replacement)) {
            throw new IllegalArgumentException("not the name of nobody: " + replacement);
        }
        return replacement;
    }
}
