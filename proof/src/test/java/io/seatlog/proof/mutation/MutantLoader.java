package io.seatlog.proof.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole project once more, from the same class files, but for what a mutant has changed. */
final class MutantLoader extends ClassLoader {
    private static final String OURS = "io.seatlog.";
    private final Map<String, byte[]> mutated;

    static {
        registerAsParallelCapable();
    }

    MutantLoader(Map<String, byte[]> mutated) {
        super("mutant", MutantLoader.class.getClassLoader());
        this.mutated = mutated;
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
        var bytes = mutated.get(name);
        if (bytes == null) {
            try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                bytes = in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return defineClass(name, bytes, 0, bytes.length);
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
