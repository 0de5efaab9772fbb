package io.seatlog.reservation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.seatlog.kernel.id.Uuid7;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What keeps decisions repeatable and the service small; the compiler does not see these. */
class ArchitectureTest {
    private static final String ROOT = "io.seatlog.reservation";
    private static final String CORE = ROOT + ".subsection..";
    private static final String KERNEL = "io.seatlog.kernel..";
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    @Test
    void theCoreKnowsOnlyJavaAndTheKernel() {
        classes().that().resideInAPackage(CORE).should().onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.time..", "java.util", "java.util.function..",
                        "java.util.stream..", KERNEL, CORE, "org.jspecify..")
                .check(SERVICE);
    }

    @Test
    void theCoreReadsNoClockAndNoRandomness() {
        noClasses().that().resideInAPackage(CORE).should().accessTargetWhere(chanceOrClock()).orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Random|SplittableRandom|Timer).*"
                        + "|java\\.lang\\.(Thread|Runtime|Process).*")
                .check(SERVICE);
    }

    @Test
    void theKernelNeedsNothing() {
        classes().that().resideInAPackage(KERNEL).should().onlyDependOnClassesThat()
                .resideInAnyPackage("java..", KERNEL, "org.jspecify..")
                .check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.seatlog.kernel"));
    }

    @Test
    void nothingInProductionRunsInMemory() {
        noClasses().that().resideOutsideOfPackage(ROOT + ".memory").should().dependOnClassesThat()
                .resideInAPackage(ROOT + ".memory").check(SERVICE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(SERVICE);
    }

    @Test
    void featuresDoNotKnowTheWiring() {
        noClasses().that().resideOutsideOfPackage(ROOT).should().dependOnClassesThat().resideInAPackage(ROOT)
                .check(SERVICE);
    }

    /** One thread owns a partition and waits by returning; streams of signals have no place here. */
    @Test
    void nothingIsReactive() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("reactor..", "org.reactivestreams..")
                .check(SERVICE);
    }

    @Test
    void springStaysAtTheEdges() {
        noClasses().that().resideOutsideOfPackage(ROOT).and()
                .haveSimpleNameNotEndingWith("Configuration").and().haveSimpleNameNotEndingWith("Properties").should()
                .dependOnClassesThat().resideInAPackage("org.springframework..").check(SERVICE);
    }

    @Test
    void nothingIsInjectedIntoFields() {
        noFields().should().beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired").orShould()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Value").orShould()
                .beAnnotatedWith("jakarta.inject.Inject").orShould().beAnnotatedWith("jakarta.annotation.Resource")
                .check(SERVICE);
    }

    private static DescribedPredicate<JavaAccess<?>> chanceOrClock() {
        var names = Set.of("now", "currentTimeMillis", "nanoTime", "random", "randomUUID", "identityHashCode");
        return DescribedPredicate.describe("reads a clock or draws a random number",
                access -> access.getTarget() instanceof CodeUnitAccessTarget target && (names.contains(target.getName())
                        || target.getOwner().isEquivalentTo(Uuid7.class) && target.getName().equals("next")));
    }
}
