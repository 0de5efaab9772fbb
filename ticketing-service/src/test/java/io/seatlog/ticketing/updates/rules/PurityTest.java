package io.seatlog.ticketing.updates.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The simulator plays these rules under its own clock and scheduler. */
class PurityTest {
    private static final JavaClasses RULES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackagesOf(BookingStream.class);

    @Test
    void shouldKnowNothingButTheKernel() {
        classes().should().onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.util..", "java.time..", "io.seatlog.kernel..",
                        "org.jspecify.annotations", "io.seatlog.ticketing.updates.rules")
                .check(RULES);
    }

    @Test
    void shouldReadNoClockAndDrawNoRandomNumber() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").orShould()
                .callMethod(System.class, "nanoTime").orShould().callMethod(java.time.Instant.class, "now").orShould()
                .dependOnClassesThat().haveNameMatching("java\\.util\\.(Random|concurrent\\..*)").check(RULES);
    }
}
