package io.streamgauge.app.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kafka's settings for one broker that is its own controller, on loopback, sized for a laptop. */
final class BrokerSettings {

    /** Longest a transaction may stay open; Flink's exactly-once sink asks for up to an hour. */
    private static final long TRANSACTION_MAX_MS = 3_600_000;

    /** Ten years: a pipeline stopped over a holiday finds its place again. */
    private static final int OFFSETS_RETENTION_MINUTES = 10 * 365 * 24 * 60;

    private BrokerSettings() {}

    static Map<String, String> of(Path data, Ports ports) {
        Map<String, String> settings = new LinkedHashMap<>();
        identity(settings, data, ports);
        oneReplica(settings);
        quickRestarts(settings);
        quickTransactions(settings);
        replayedTime(settings);
        small(settings);
        settings.put("auto.create.topics.enable", "false");
        settings.put("transaction.max.timeout.ms", Long.toString(TRANSACTION_MAX_MS));
        settings.put("offsets.retention.minutes", Integer.toString(OFFSETS_RETENTION_MINUTES));
        return settings;
    }

    private static void identity(Map<String, String> settings, Path data, Ports ports) {
        String client = "PLAINTEXT://127.0.0.1:" + ports.client();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(EmbeddedBroker.NODE_ID));
        settings.put("controller.quorum.voters", EmbeddedBroker.NODE_ID + "@127.0.0.1:" + ports.controller());
        settings.put("listeners", client + "," + EmbeddedBroker.CONTROLLER + "://127.0.0.1:" + ports.controller());
        settings.put("advertised.listeners", client);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", EmbeddedBroker.CONTROLLER);
        settings.put("log.dirs", data.toString());
    }

    private static void oneReplica(Map<String, String> settings) {
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
    }

    /** After a kill the controller keeps the old broker's place until its session ends: 9 s by Kafka's default. */
    private static void quickRestarts(Map<String, String> settings) {
        settings.put("controlled.shutdown.enable", "true");
        settings.put("broker.session.timeout.ms", "1500");
        settings.put("broker.heartbeat.interval.ms", "300");
        settings.put("group.initial.rebalance.delay.ms", "0");
    }

    /** Records carry event time, years back or, by a wrong clock, ahead: neither may delete or refuse them. */
    private static void replayedTime(Map<String, String> settings) {
        settings.put("log.retention.ms", "-1");
        settings.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    }

    /** After a commit its markers are still being written when the next transaction begins; Kafka would look again after 20 ms. */
    private static void quickTransactions(Map<String, String> settings) {
        settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
    }

    private static void small(Map<String, String> settings) {
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.replica.fetchers", "1");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
    }
}
