package io.seatlog.localstack;

import java.util.Locale;
import java.util.stream.Collectors;

/** What a user needs once everything runs. */
final class Banner {

    private Banner() {}

    static void print(Console console, Endpoints endpoints, DataFolder folder) {
        String url = endpoints.ticketing().getFirst().url();
        console.line("");
        console.line(
                String.format(Locale.ROOT, "Seatlog is ready after %.1f s.", console.elapsed().toMillis() / 1000.0));
        console.line("");
        console.line("  Page          " + url + "/");
        console.line("  API           " + url + "/openapi");
        console.line(
                "  Sign in as    "
                        + DemoAccount.ALL.stream().map(account -> account.name() + " (" + account.role() + ")")
                                .collect(Collectors.joining(", "))
                        + "; password " + folder.credentials().demoPassword());
        console.line("  Tokens        ./seatlog token alice   (issuer " + endpoints.signIn().url() + ")");
        console.line("  Demo event    " + url + "/api/events/" + endpoints.demoEventId());
        for (Endpoints.Ticketing other : endpoints.ticketing().subList(1, endpoints.ticketing().size())) {
            console.line("  Also at       " + other.url() + "/");
        }
        console.line(
                "  Kafka         " + endpoints.kafka().bootstrap() + "   (one broker, one replica: survives a killed"
                        + " process, not a lost disk)");
        console.line("  PostgreSQL    " + endpoints.postgres().url());
        console.line("  Seat map      " + endpoints.kvrocks().url());
        console.line(
                "  Payments      " + endpoints.provider().url() + "   (simulated: moves no money; /books, /control)");
        console.line("  Data, logs    " + folder.root());
        console.line("");
        console.line("  Ctrl-C stops it; the data stays. All addresses: " + folder.endpointsFile());
        console.line("");
    }
}
