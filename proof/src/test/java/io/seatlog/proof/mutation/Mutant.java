package io.seatlog.proof.mutation;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The code without one of its guards: a patch, below a header that says which guard it is and what it is for.
 *
 * @param within seeds, by which it must be noticed
 * @param survives why no simulation breaks without the guard; null where one must
 * @param test the class of tests that fails without the guard; null where a simulation must
 * @param diffs by the path of the file, from the root of the repository
 */
record Mutant(String name, String guard, String promise, int within, @Nullable String survives,
        @Nullable String test, Map<String, List<String>> diffs) {
    private static final String BEFORE = "--- a/";
    /** Lines may move; what they say may not. */
    private static final int FUZZ = 0;

    /** @throws IllegalArgumentException when the header does not say what it must */
    static Mutant read(Path file, int within) throws IOException {
        var header = new LinkedHashMap<String, String>();
        var diffs = new LinkedHashMap<String, List<String>>();
        List<String> diff = null;
        String key = "";
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith(BEFORE)) {
                diff = new ArrayList<>();
                diffs.put(line.substring(BEFORE.length()), diff);
            }
            if (diff != null) {
                diff.add(line);
            } else {
                int colon = line.startsWith(" ") ? -1 : line.indexOf(": ");
                key = colon < 0 ? key : line.substring(0, colon);
                header.merge(key, colon < 0 ? line.strip() : line.substring(colon + 2),
                        (one, more) -> one + " " + more);
            }
        }
        var name = Objects.requireNonNull(file.getFileName()).toString().replace(".patch", "");
        if (diffs.isEmpty() || !header.containsKey("Guard") || !header.containsKey("Promise")) {
            throw new IllegalArgumentException(name + " does not say its guard, its promise and its patch");
        }
        if (header.containsKey("Survives") != header.containsKey("Noticed-by")) {
            throw new IllegalArgumentException(name + " says why it survives, or which test notices it, and not both");
        }
        return new Mutant(name, header.getOrDefault("Guard", ""), header.getOrDefault("Promise", ""),
                Integer.parseInt(header.getOrDefault("Within", Integer.toString(within))), header.get("Survives"),
                header.get("Noticed-by"), diffs);
    }

    /** @return sources by path @throws IllegalStateException when a patch does not apply any more */
    Map<String, String> sources(Path root) throws IOException {
        var sources = new LinkedHashMap<String, String>();
        for (var each : diffs.entrySet()) {
            Patch<String> patch = UnifiedDiffUtils.parseUnifiedDiff(each.getValue());
            try {
                var mutated = patch.applyFuzzy(Files.readAllLines(root.resolve(each.getKey())), FUZZ);
                sources.put(each.getKey(), String.join("\n", mutated));
            } catch (PatchFailedException changed) {
                throw new IllegalStateException(
                        name + " does not apply to " + each.getKey() + " any more: make it anew", changed);
            }
        }
        return sources;
    }

    @Override
    public String toString() {
        return name;
    }
}
