package io.streamgauge.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.generator.TransactionGenerator;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoWorldTest {

    @TempDir
    Path folder;

    @Test
    void isKeptInTheDataDirectory() {
        assertThat(DemoWorld.read(folder)).isEmpty();

        new DemoWorld(7, OptionalInt.of(60)).write(folder);
        assertThat(DemoWorld.read(folder)).hasValue(new DemoWorld(7, OptionalInt.of(60)));

        new DemoWorld(8, OptionalInt.empty()).write(folder);
        assertThat(DemoWorld.read(folder)).hasValue(new DemoWorld(8, OptionalInt.empty()));
    }

    @Test
    void aDayHasAboutTwelveHundredTransactions() {
        assertThat(new TransactionGenerator(new DemoWorld(DemoWorld.DEFAULT_SEED, OptionalInt.empty()).generator())
                                .days(0, 20)
                                .count()
                        / 20)
                .isBetween(1_000L, 1_400L);
    }

    @Test
    void theExampleIsFoundInTheCheckout() {
        assertThat(ExamplePipeline.locate(folder)).exists().hasFileName("pipeline.yaml");
    }
}
