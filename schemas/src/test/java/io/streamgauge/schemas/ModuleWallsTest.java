package io.streamgauge.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may import what inside this module. */
@AnalyzeClasses(packages = "io.streamgauge", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleWallsTest {

    @ArchTest
    static final ArchRule onlyRegistryKnowsTheRelocatedClient = noClasses()
            .that()
            .resideOutsideOfPackage("..schemas.registry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.flink.avro..");

    @ArchTest
    static final ArchRule configImportsNothingOfOurs = noClasses()
            .that()
            .resideInAPackage("..schemas.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.streamgauge.schemas.registry..");
}
