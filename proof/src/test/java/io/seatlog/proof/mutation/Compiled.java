package io.seatlog.proof.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles mutated sources in memory, against the class path of the test. */
final class Compiled {
    private static final List<String> OPTIONS = List.of("-proc:none", "-nowarn", "-parameters", "-implicit:none");
    private static final String SOURCES = "src/main/java/";

    private Compiled() {}

    /** @param sources by path @return by the name of the class */
    static Map<String, byte[]> classes(Map<String, String> sources) throws IOException {
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK is needed");
        var messages = new StringWriter();
        try (var memory = new Memory(compiler.getStandardFileManager(null, null, null))) {
            var units = sources.entrySet().stream().map(each -> new Source(each.getKey(), each.getValue())).toList();
            if (!compiler.getTask(messages, memory, null, OPTIONS, null, units).call()) {
                throw new IllegalStateException("does not compile: " + messages);
            }
            var classes = new HashMap<String, byte[]>();
            memory.written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        private Source(String path, String code) {
            super(URI.create("string:///" + path.substring(path.indexOf(SOURCES) + SOURCES.length())), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        private Memory(JavaFileManager on) {
            super(on);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
                FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return written.computeIfAbsent(className, _ -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
