package io.seatlog.localstack;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./seatlog status}: what runs, and whether it is well. */
@Command(name = "status", description = "Show the processes, addresses and health of the running system.", mixinStandardHelpOptions = true, usageHelpAutoWidth = true, footer = {
        "", "Exit status: 0 when everything is well, 1 when something is not or nothing runs."})
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private DataOption data = new DataOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private boolean allWell = true;

    @Override
    public Integer call() {
        DataFolder folder = new DataFolder(data.folder());
        Console console = new Console(spec.commandLine().getOut());
        Optional<Endpoints> found = folder.endpoints();
        if (!folder.isInUse()) {
            console.line("Nothing runs on " + folder.root());
            return 1;
        }
        if (found.isEmpty()) {
            console.line("Seatlog is starting or stopping on " + folder.root());
            return 1;
        }
        Endpoints endpoints = found.get();
        console.line("Seatlog on " + folder.root() + ", pid " + endpoints.pid());
        int number = 0;
        for (Endpoints.Ticketing api : endpoints.ticketing()) {
            line(console, "ticketing-" + ++number, api.pid(), health(api.pid(), api.management()), api.url());
        }
        number = 0;
        for (Endpoints.Reservation decider : endpoints.reservation()) {
            line(console, "reservation-" + ++number, decider.pid(), health(decider.pid(), decider.management()),
                    decider.management());
        }
        line(console, "kafka", endpoints.kafka().pid(), alive(endpoints.kafka().pid()), endpoints.kafka().bootstrap());
        line(console, "postgres", endpoints.postgres().pid(), alive(endpoints.postgres().pid()),
                endpoints.postgres().url());
        line(console, "redis", endpoints.kvrocks().pid(), alive(endpoints.kvrocks().pid()), endpoints.kvrocks().url());
        line(console, "sign-in", endpoints.signIn().pid(), alive(endpoints.signIn().pid()), endpoints.signIn().url());
        line(console, "provider", endpoints.pid(),
                Http.answersOk(endpoints.provider().url() + "/health") ? "running" : "ended",
                endpoints.provider().url());
        console.line("  demo event     " + endpoints.demoEventId());
        return allWell ? 0 : 1;
    }

    private void line(Console console, String name, long pid, String state, String address) {
        allWell &= state.equals("ready") || state.equals("running");
        console.line(String.format(Locale.ROOT, "  %-14s %-9s %8d  %s", name, state, pid, address));
    }

    private static String health(long pid, String management) {
        if (!alive(pid).equals("running")) {
            return "ended";
        }
        return Http.isReady(management) ? "ready" : "not ready";
    }

    private static String alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) ? "running" : "ended";
    }
}
