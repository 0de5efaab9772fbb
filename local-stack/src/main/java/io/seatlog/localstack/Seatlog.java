package io.seatlog.localstack;

import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. A new subcommand is a class of its own, listed here. */
@Command(name = "seatlog", description = "Seatlog on this machine: real servers, real services, no Docker.", mixinStandardHelpOptions = true, version = "Seatlog 0.1.0", usageHelpAutoWidth = true, subcommands = {
        UpCommand.class, StatusCommand.class, LoadCommand.class, LogCommand.class, SimulateCommand.class,
        VerifySaleCommand.class, FaultsCommand.class, TokenCommand.class, EraseCommand.class})
public final class Seatlog implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Seatlog() {}

    /** Exit status: 0 done, 1 failed, 2 wrong usage; others are a command's own. */
    public static void main(String[] args) {
        Interruption.ofMainThread();
        int status = commandLine().execute(args);
        Interruption.mainThreadIsDone();
        System.exit(status);
    }

    static CommandLine commandLine() {
        IExecutionExceptionHandler failures = (failure, command, parsed) -> {
            if (failure instanceof Refusal) {
                command.getErr().println(command.getColorScheme().errorText(failure.getMessage()));
            } else {
                failure.printStackTrace(command.getErr());
            }
            return command.getCommandSpec().exitCodeOnExecutionException();
        };
        CommandLine line = new CommandLine(new Seatlog()).setExecutionExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true);
        // Their options are those of other programs, and are passed on as they are.
        for (String program : List.of("simulate", "verify-sale")) {
            Objects.requireNonNull(line.getSubcommands().get(program)).setUnmatchedOptionsArePositionalParams(true);
        }
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
