package io.seatlog.localstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides what {@link RequiresTool} says. */
final class ToolCondition implements ExecutionCondition {

    static final String REQUIRED = "seatlog.tools.required";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class)
                .map(needed -> evaluate(needed.value(), context.getDisplayName()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("needs no tool"));
    }

    static ConditionEvaluationResult evaluate(String tool, String test) {
        if (onPath(tool)) {
            return ConditionEvaluationResult.enabled(tool + " is here");
        }
        if (Boolean.getBoolean(REQUIRED)) {
            return ConditionEvaluationResult.enabled(tool + " is missing, but " + REQUIRED + " is set");
        }
        record("  " + test + " needs " + tool + "\n");
        return ConditionEvaluationResult.disabled(tool + " is not on the PATH");
    }

    private static boolean onPath(String tool) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, tool)));
    }

    private static void record(String line) {
        try {
            Files.writeString(Path.of("target", "skipped-tests.txt"), line, StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
