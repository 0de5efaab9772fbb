package io.seatlog.localstack;

import io.seatlog.localstack.load.Tokens;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./seatlog token}: a bearer token of the running system, for scripts. */
@Command(name = "token", description = "Print a bearer token of the running system, valid for an hour.", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, footer = {
        "", "A name is the same person however they come: alice by token is alice who signed in on the page.",
        "curl -H \"Authorization: Bearer $(./seatlog token alice)\" …"})
final class TokenCommand implements Callable<Integer> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private enum Role {
        BUYER,
        ORGANIZER,
        OPERATOR
    }

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "Whose: any name of 1 to 64 of A-Z a-z 0-9 . _ @ -")
    private String name = "";

    @Option(names = "--role", paramLabel = "ROLE", defaultValue = "buyer", description = "buyer, organizer or operator; may be given several times (default: ${DEFAULT-VALUE}).")
    private List<Role> roles = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!NAME.matcher(name).matches()) {
            throw new ParameterException(spec.commandLine(), "NAME must match " + NAME.pattern());
        }
        Endpoints endpoints = new DataFolder(data.folder()).endpoints()
                .orElseThrow(() -> new Refusal("Nothing runs on " + data.folder()));
        Tokens tokens = endpoints.tokens();
        String wanted = String.join(" ",
                roles.stream().distinct().map(role -> role.name().toLowerCase(java.util.Locale.ROOT))
                        .toList());
        spec.commandLine().getOut().println(tokens.token(name, wanted));
        return 0;
    }
}
