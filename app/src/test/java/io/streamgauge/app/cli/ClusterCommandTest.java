package io.streamgauge.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.config.TestingPipelines;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temp;

    @Test
    void countsOfProcessesNeedADirectory() {
        refused("--brokers is for a cluster of processes; --dir says where to keep it", "--brokers", "3");
        refused("--instances is for a cluster of processes; --dir says where to keep it", "--instances", "3");
        refused("--flink is for a cluster of processes; --dir says where to keep it", "--flink");
    }

    @Test
    void countsHaveBounds() {
        String directory = temp.resolve("cluster").toString();
        refused("--brokers is 0; allowed: 1 to 9", "--dir", directory, "--brokers", "0");
        refused("--instances is 10; allowed: 0 to 9", "--dir", directory, "--instances", "10");
    }

    @Test
    void whatIsOfAnEmbeddedKafkaIsNotOfAClusterOfProcesses() {
        String directory = temp.resolve("cluster").toString();
        refused("allowed: one of them", "--dir", directory, "--data-dir", directory);
        refused("takes free ports and says which", "--dir", directory, "--kafka-port", "0");
        assertThat(Path.of(directory)).doesNotExist();
    }

    private void refused(String message, String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "cluster";
        all[1] = TestingPipelines.fraud(temp).toString();
        System.arraycopy(options, 0, all, 2, options.length);

        TestingCli cli = TestingCli.run(all);

        assertThat(cli.code()).isEqualTo(ExitCode.WRONG_CONFIGURATION);
        assertThat(cli.err()).contains(message);
    }
}
