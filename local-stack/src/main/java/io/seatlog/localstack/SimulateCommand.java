package io.seatlog.localstack;

import io.seatlog.proof.simulation.Simulate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./seatlog simulate}: needs no system; {@code ./seatlog simulate --help} tells its options. */
@Command(name = "simulate", description = "Simulates sales under every disturbance and checks each; --help tells its options.", usageHelpAutoWidth = true)
final class SimulateCommand implements Callable<Integer> {
    private static final String HEAP = "-Xmx1g";

    @Parameters(arity = "0..*", description = "Options of the simulator.", paramLabel = "OPTION")
    private List<String> options = List.of();

    @Override
    public Integer call() throws InterruptedException {
        return Proof.run(Simulate.class.getName(), List.of(HEAP), options, Map.of());
    }
}
