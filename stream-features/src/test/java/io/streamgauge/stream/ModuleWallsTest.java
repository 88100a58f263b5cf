package io.streamgauge.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may import. */
@AnalyzeClasses(packages = "io.streamgauge.stream", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleWallsTest {

    @ArchTest
    static final ArchRule knowsOnlyWhatStandsBelow = classes()
            .that()
            .resideInAPackage("io.streamgauge.stream..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.slf4j..",
                    "org.apache.kafka..",
                    "org.rocksdb..",
                    "io.streamgauge.schemas..",
                    "io.streamgauge.store..",
                    "io.streamgauge.stream..");

    @ArchTest
    static final ArchRule onlyTheTopologyKnowsTheRegistry = noClasses()
            .that()
            .doNotHaveSimpleName("FeatureTopology")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.streamgauge.schemas.registry..");

    @ArchTest
    static final ArchRule onlyTheSettingsKnowRocksDb = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("RocksDb")
            .and()
            .haveSimpleNameNotEndingWith("Shared")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb..");

    @ArchTest
    static final ArchRule noWallClock = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");
}
