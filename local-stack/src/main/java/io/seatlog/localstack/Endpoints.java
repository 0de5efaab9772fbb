package io.seatlog.localstack;

import io.seatlog.embedded.SeatlogDatabase;
import io.seatlog.embedded.SeatlogDatabase.Login;
import io.seatlog.localstack.load.Target;
import io.seatlog.localstack.load.Tokens;
import java.net.URI;
import java.util.List;

/**
 * The running system as {@code endpoints.json} describes it; the file exists only while everything is ready, or after a
 * hard kill. It holds the database's superuser password and the secret of the
 * tools, and is private to the user.
 *
 * @param ready always true
 * @param pid of the launcher
 */
record Endpoints(boolean ready, long pid, List<Ticketing> ticketing, List<Reservation> reservation, Postgres postgres,
        Kafka kafka, Map kvrocks, Provider provider, SignIn signIn, String demoEventId) {

    /** An instance of the public API and its management URL. */
    record Ticketing(String url, long pid, String management) {}

    /** An instance that decides; it has no public API. */
    record Reservation(long pid, String management) {}

    /** @param url JDBC */
    record Postgres(String url, String user, String password, long pid) {

        @Override
        public String toString() {
            return url;
        }
    }

    /** @param bootstrap host and port */
    record Kafka(String bootstrap, long pid) {}

    /** The seat map's store: Redis here, Kvrocks in production. */
    record Map(String url, long pid) {}

    /** The simulated payment provider, its books and its control; it runs in the launcher. */
    record Provider(String url) {}

    /**
     * Where people sign in and tools get tokens.
     *
     * @param url the issuer
     * @param toolsSecret of the client {@code seatlog-tools}
     */
    record SignIn(String url, long pid, String toolsSecret) {

        @Override
        public String toString() {
            return url;
        }
    }

    /** Tokens for whoever tools speak as. */
    Tokens tokens() {
        return Tokens.of(URI.create(signIn.url()), signIn.toolsSecret());
    }

    /** Where one more process of a service finds the stores. */
    Service.Addresses addresses(Credentials credentials) {
        SeatlogDatabase database = new SeatlogDatabase(postgres.url(), new Login(postgres.user(), postgres.password()),
                new Login(SeatlogDatabase.TICKETING_ROLE, credentials.ticketingPassword()),
                new Login(SeatlogDatabase.RESERVATION_ROLE, credentials.reservationPassword()));
        return new Service.Addresses(kafka.bootstrap(), database, kvrocks.url());
    }

    /** What load runs and audits work on. */
    Target target() {
        return new Target(ticketing.stream().map(api -> URI.create(api.url())).toList(), postgres.url(),
                postgres.user(), postgres.password(), kafka.bootstrap(), URI.create(kvrocks.url()), tokens());
    }
}
