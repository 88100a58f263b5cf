package io.streamgauge.store;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/** The module's walls: what is arithmetic cannot see the world, and each library is known in one place. */
@AnalyzeClasses(packages = "io.streamgauge.store", importOptions = ImportOption.DoNotIncludeTests.class)
final class WallsTest {

    private static final String[] PURE = {"..store.aggregate..", "..store.row..", "..store.view.."};

    @ArchTest
    static final ArchRule arithmeticKnowsOnlyTheJdkAndOurPureTypes = classes()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "java.lang..",
                    "java.util..",
                    "java.math..",
                    "java.time..",
                    "java.nio", // ByteBuffer
                    "java.nio.charset",
                    "org.jspecify..",
                    "com.google.errorprone.annotations..",
                    "io.streamgauge.schemas", // ValueStatus
                    "io.streamgauge.schemas.config", // Durations
                    "io.streamgauge.store.aggregate..",
                    "io.streamgauge.store.binary..",
                    "io.streamgauge.store.row..",
                    "io.streamgauge.store.view..",
                    "io.streamgauge.store.definition..",
                    "io.streamgauge.store.expression", // where, value
                    "io.streamgauge.store.vector..",
                    "io.streamgauge.store.event.."));

    @ArchTest
    static final ArchRule arithmeticReadsNoEventFormat = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.streamgauge\\.store\\.event\\.(Avro|Json|Csv|EventValidator).*");

    @ArchTest
    static final ArchRule nobodyAsksTheTime = noClasses()
            .that()
            .resideOutsideOfPackage("..store.backfill..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class);

    @ArchTest
    static final ArchRule onlyEventsAndBackfillTouchFiles = noClasses()
            .that()
            .resideOutsideOfPackages("..store.event..", "..store.backfill..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
                    .or(belongToAnyOf(
                            java.io.File.class,
                            java.io.FileInputStream.class,
                            java.io.FileOutputStream.class,
                            java.io.RandomAccessFile.class)));

    /** Kafka's client appears for one exception of the wire format; a store over Kafka Streams goes to store.rocks. */
    @ArchTest
    static final ArchRule kafkaHasItsPlace = noClasses()
            .that()
            .resideOutsideOfPackage("..store.rocks..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "org.rocksdb..")
                    .and(not(type(org.apache.kafka.common.errors.SerializationException.class))));

    @ArchTest
    static final ArchRule celIsKnownInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("..store.expression..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.cel.."));

    @ArchTest
    static final ArchRule formatsAreKnownWhereTheyAreRead = noClasses()
            .that()
            .resideOutsideOfPackages("..store.event..", "..store.backfill..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("org.apache.avro..", "org.apache.parquet..", "com.fasterxml..", "de.siegmar.."));

    @ArchTest
    static final ArchRule nothingIsLoggedButByBackfill = noClasses()
            .that()
            .resideOutsideOfPackages("..store.backfill..", "..store.rocks..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.slf4j..", "java.util.logging.."));

    @ArchTest
    static final ArchRule nothingPrintsOrStarts = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    /** Of our modules, this one knows the schemas only. */
    @ArchTest
    static final ArchRule theModuleTable = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.streamgauge.store..", "io.streamgauge.schemas..")
                    .or(resideOutsideOfPackages("io.streamgauge..")));
}
