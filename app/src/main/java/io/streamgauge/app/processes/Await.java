package io.streamgauge.app.processes;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.InterruptException;

/** Waiting for processes that come up. */
final class Await {

    private static final long LOOK_MS = 100;
    private static final Duration ONE_REQUEST = Duration.ofSeconds(5);
    private static final int MOST_COPIES = 3;

    private Await() {}

    /** Returns once the cluster counts every broker among its own. */
    static void brokers(Cluster cluster, List<ClusterProcess> brokers, Duration patience) throws InterruptedException {
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            until("the brokers are up", brokers, patience, () -> nodes(admin) == brokers.size());
        }
    }

    /** Returns once every partition of the cluster has all its copies. */
    static void copies(Cluster cluster, int brokers, Duration patience) throws InterruptedException {
        int copies = Math.min(brokers, MOST_COPIES);
        try (Admin admin = Admin.create(cluster.kafka(Map.of()))) {
            until("all copies are in step", List.of(), patience, () -> {
                try {
                    Set<String> topics = admin.listTopics().names().get();
                    return admin.describeTopics(topics).allTopicNames().get().values().stream()
                            .map(TopicDescription::partitions)
                            .flatMap(List::stream)
                            .map(TopicPartitionInfo::isr)
                            .allMatch(inSync -> inSync.size() >= copies);
                } catch (ExecutionException e) {
                    return false;
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            });
        }
    }

    private static int nodes(Admin admin) {
        try {
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Returns once an address answers with 200. */
    static void answer(ClusterProcess process, String url, Duration patience) throws InterruptedException {
        answer(url + " answers", List.of(process), url, patience, body -> true);
    }

    /** Returns once a Flink session offers what jobs run in. */
    static void slots(FlinkSession session, Duration patience) throws InterruptedException {
        answer(
                "Flink has a TaskManager",
                session.processes(),
                session.url() + "/overview",
                patience,
                body -> body.matches("(?s).*\"taskmanagers\":[1-9].*"));
    }

    private static void answer(
            String what, List<ClusterProcess> processes, String url, Duration patience, Predicate<String> wanted)
            throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(ONE_REQUEST).build();
        until(what, processes, patience, () -> {
            try {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                return response.statusCode() == 200 && wanted.test(response.body());
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        });
    }

    private static void until(String what, List<ClusterProcess> processes, Duration patience, BooleanSupplier condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            for (ClusterProcess process : processes) {
                if (!process.alive()) {
                    throw new CommandFailedException(process.name() + " ended with exit code " + process.exitCode()
                            + " before " + what + "; its log is " + process.log());
                }
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailedException("after " + patience.toSeconds() + " s it is not so that " + what
                        + (processes.isEmpty()
                                ? ""
                                : "; its log is " + processes.get(0).log()));
            }
            Thread.sleep(LOOK_MS);
        }
    }
}
