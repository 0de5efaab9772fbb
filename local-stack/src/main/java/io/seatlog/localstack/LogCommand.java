package io.seatlog.localstack;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./seatlog log …}: operations on the log. */
@Command(name = "log", description = "Operations on the log.", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, subcommands = AdoptLogCommand.class)
final class LogCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which operation?");
    }
}
