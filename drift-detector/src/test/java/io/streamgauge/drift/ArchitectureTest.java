package io.streamgauge.drift;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.streamgauge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] PURE = {
        "..drift.statistic..",
        "..drift.detector..",
        "..drift.performance..",
        "..drift.labels..",
        "..drift.multivariate..",
        "..drift.profile..",
        "..drift.policy.."
    };

    /** No engine, clock, I/O or logging: numbers, records and the two libraries named. */
    @ArchTest
    static final ArchRule purePackagesSeeNothingOfTheWorld = classes()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.streamgauge.drift.statistic",
                    "io.streamgauge.drift.detector",
                    "io.streamgauge.drift.performance",
                    "io.streamgauge.drift.labels",
                    "io.streamgauge.drift.multivariate",
                    "io.streamgauge.drift.profile",
                    "io.streamgauge.drift.policy",
                    "io.streamgauge.drift.definition",
                    "java.lang..",
                    "java.util..",
                    "java.nio.charset",
                    "java.security",
                    "java.time",
                    "org.apache.commons.math3..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule purePackagesReadNoClock = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule importsSchemasAlone = classes()
            .that()
            .resideInAPackage("io.streamgauge.drift..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.streamgauge.store..",
                    "io.streamgauge.stream..",
                    "io.streamgauge.scoring..",
                    "io.streamgauge.app..");
}
