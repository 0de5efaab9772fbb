package io.seatlog.localstack;

import io.seatlog.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./seatlog erase}: three one-off processes of the two services, one after the other: look, erase what was decided,
 * erase what was paid. Each may be repeated.
 */
@Command(name = "erase", description = "Erase a buyer from the databases of the running system: their bookings and payments stay, and become nobody's.", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, footer = {
        "", "Only what is over is erased. When something is not, it is listed and nothing is changed.",
        "Let the issuer end the account first: who signs in again is the same buyer again.",
        "Exit status: 0 when nothing is left, 1 when it failed (run it again), 2 for wrong use, 3 when something is in the way."})
final class EraseCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @ArgGroup(multiplicity = "1")
    private Who who = new Who();

    @Option(names = "--issuer", paramLabel = "URL", description = "Whose subject it is (default: the issuer of the running system).")
    private @Nullable URI issuer;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** One of the two. */
    static final class Who {
        @Option(names = "--subject", paramLabel = "SUBJECT", description = "As the issuer calls them.")
        private @Nullable String subject;

        @Option(names = "--buyer", paramLabel = "ID", description = "The opaque id, 22 characters: for who has it from a table of bookings.")
        private @Nullable String buyer;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (issuer != null && who.subject == null) {
            throw new ParameterException(spec.commandLine(), "--issuer goes with --subject");
        }
        try (DataFolder folder = new DataFolder(data.folder())) {
            Endpoints endpoints = folder.endpoints().filter(_ -> folder.isInUse())
                    .orElseThrow(() -> new Refusal("Nothing runs on " + folder.root()));
            Settings settings = folder.settings().orElseThrow();
            Service.Addresses addresses = endpoints.addresses(folder.credentials());
            OneOff ticketing = new OneOff(Service.ticketing(folder, 0, Ports.free(), Ports.free(), addresses,
                    URI.create(endpoints.provider().url()), URI.create(endpoints.signIn().url())), this::print);
            OneOff reservation = new OneOff(
                    Service.reservation(folder, "erase", Ports.free(), addresses, settings.partitions()), this::print);
            return erase(ticketing, reservation);
        }
    }

    private int erase(OneOff ticketing, OneOff reservation) throws IOException, InterruptedException {
        OneOff.Answer checked = ticketing.run("erase-check", asked());
        if (checked.status() != 0) {
            return checked.status();
        }
        Map<String, String> names = Map.of("SEATLOG_ERASE_BUYER", checked.word("buyer"), "SEATLOG_ERASE_REPLACEMENT",
                checked.word("replacement"));
        int decided = reservation.run("erase", names).status();
        return decided != 0 ? decided : ticketing.run("erase", names).status();
    }

    /** In the environment: a subject is often an e-mail address, and everybody on a machine can see command lines. */
    private Map<String, String> asked() {
        Map<String, String> asked = new HashMap<>();
        put(asked, "SEATLOG_ERASE_SUBJECT", who.subject);
        put(asked, "SEATLOG_ERASE_BUYER", who.buyer);
        put(asked, "SEATLOG_ERASE_ISSUER", issuer == null ? null : issuer.toString());
        return asked;
    }

    private static void put(Map<String, String> asked, String name, @Nullable String value) {
        if (value != null) {
            asked.put(name, value);
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
