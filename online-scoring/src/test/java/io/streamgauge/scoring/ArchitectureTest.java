package io.streamgauge.scoring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.streamgauge.scoring", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule ONE_PACKAGE_KNOWS_ONNX_RUNTIME = noClasses()
            .that()
            .resideOutsideOfPackage("io.streamgauge.scoring.onnx")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..")
            .because("another engine is another package behind Model and Scorer");

    @ArchTest
    static final ArchRule MODELS_KNOW_NO_STREAM = noClasses()
            .that()
            .resideInAPackage("io.streamgauge.scoring.onnx")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.streamgauge.store.event..")
            .because("a model takes a vector, wherever it comes from");

    @ArchTest
    static final ArchRule NO_STREAM_OUTSIDE_THE_OPERATOR = noClasses()
            .that()
            .haveNameNotMatching(".*(ScoringProcessor|BeforeCommit|LaterForwards).*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..")
            .because("policies and definitions serve the topology, the HTTP read and replays alike");

    @ArchTest
    static final ArchRule NUMBERS_ONLY = noClasses()
            .that()
            .resideInAnyPackage("io.streamgauge.scoring.conformal", "io.streamgauge.scoring.calibration")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "java.lang..",
                    "java.util..",
                    "java.math..",
                    "io.streamgauge.scoring.conformal",
                    "io.streamgauge.scoring.calibration",
                    "org.jspecify..")
            .because("what is learnt from labels depends on numbers alone");
}
