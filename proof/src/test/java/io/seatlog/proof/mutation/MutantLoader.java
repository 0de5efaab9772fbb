package io.seatlog.proof.mutation;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The whole project once more with its tests, from the same class files, but for what a mutant has changed. */
final class MutantLoader extends ClassLoader {
    private static final String OURS = "io.seatlog.";
    private final Map<String, byte[]> mutated;
    /** Tests of other modules are not on the class path. */
    private final List<Path> tests;

    static {
        registerAsParallelCapable();
    }

    /** @param root of the repository */
    MutantLoader(Map<String, byte[]> mutated, Path root) {
        super("mutant", MutantLoader.class.getClassLoader());
        this.mutated = mutated;
        tests = Stream.of("reservation-service", "ticketing-service").map(root::resolve)
                .map(module -> module.resolve("target/test-classes")).toList();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try {
            var bytes = mutated.get(name);
            if (bytes == null) {
                bytes = read(name.replace('.', '/') + ".class");
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (FileNotFoundException none) {
            throw new ClassNotFoundException(name, none);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] read(String file) throws IOException {
        try (var in = getParent().getResourceAsStream(file)) {
            if (in != null) {
                return in.readAllBytes();
            }
        }
        for (var folder : tests) {
            if (Files.exists(folder.resolve(file))) {
                return Files.readAllBytes(folder.resolve(file));
            }
        }
        throw new FileNotFoundException(file);
    }

    /** Runs a class of tests against this code. @return the tests that fail */
    List<String> failures(String testClass) throws ClassNotFoundException {
        var failed = new SummaryGeneratingListener();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(loadClass(testClass))).build();
        LauncherFactory.create(LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false).build()).execute(request, failed);
        if (failed.getSummary().getTestsSucceededCount() == 0) {
            throw new IllegalStateException(
                    "no test of " + testClass + " passes: " + failed.getSummary().getFailures());
        }
        return failed.getSummary().getFailures().stream().map(failure -> failure.getTestIdentifier().getDisplayName())
                .toList();
    }

    /** Simulations of this code. */
    interface Simulator {
        /** @return what the simulation of this seed broke, the first of it; empty for none */
        Optional<String> run(long seed) throws Throwable;
    }

    Simulator simulator() throws ReflectiveOperationException {
        var hunt = loadClass("io.seatlog.proof.simulation.Hunt").getMethod("hunt", long.class, long.class);
        var problems = loadClass("io.seatlog.proof.simulation.Hunt$Found").getMethod("problems");
        return seed -> {
            try {
                var found = (Optional<?>) hunt.invoke(null, seed, seed + 1);
                if (found.isEmpty()) {
                    return Optional.empty();
                }
                return Optional.of(String.valueOf(((List<?>) problems.invoke(found.get())).getFirst()));
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        };
    }
}
