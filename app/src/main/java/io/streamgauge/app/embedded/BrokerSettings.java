package io.streamgauge.app.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kafka's settings for a broker that is a controller too, on loopback, sized for a laptop. */
final class BrokerSettings {

    /** Longest a transaction may stay open; Flink's exactly-once sink asks for up to an hour. */
    private static final long TRANSACTION_MAX_MS = 3_600_000;

    private static final int MOST_COPIES = 3;

    /** Ten years: a pipeline stopped over a holiday finds its place again. */
    private static final int OFFSETS_RETENTION_MINUTES = 10 * 365 * 24 * 60;

    private BrokerSettings() {}

    static Map<String, String> of(Path data, Ports ports) {
        Map<String, String> settings = new LinkedHashMap<>();
        identity(settings, data, ports);
        replicas(settings, 1);
        common(settings);
        return settings;
    }

    /** The same for one broker of several. */
    static Map<String, String> of(BrokerNode node) {
        Map<String, String> settings = new LinkedHashMap<>();
        identity(settings, node.id(), node.voters(), node.data(), node.ports());
        replicas(settings, node.brokers());
        common(settings);
        // Others lead its partitions when it is gone, so that it need not be missed as quickly as one that is alone.
        settings.put("broker.session.timeout.ms", "6000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        return settings;
    }

    private static void common(Map<String, String> settings) {
        quickRestarts(settings);
        quickTransactions(settings);
        replayedTime(settings);
        small(settings);
        settings.put("auto.create.topics.enable", "false");
        settings.put("transaction.max.timeout.ms", Long.toString(TRANSACTION_MAX_MS));
        settings.put("offsets.retention.minutes", Integer.toString(OFFSETS_RETENTION_MINUTES));
    }

    private static void identity(Map<String, String> settings, Path data, Ports ports) {
        identity(
                settings,
                EmbeddedBroker.NODE_ID,
                EmbeddedBroker.NODE_ID + "@127.0.0.1:" + ports.controller(),
                data,
                ports);
    }

    private static void identity(Map<String, String> settings, int id, String voters, Path data, Ports ports) {
        String client = "PLAINTEXT://127.0.0.1:" + ports.client();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(id));
        settings.put("controller.quorum.voters", voters);
        settings.put("listeners", client + "," + Storage.CONTROLLER + "://127.0.0.1:" + ports.controller());
        settings.put("advertised.listeners", client);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", Storage.CONTROLLER);
        settings.put("log.dirs", data.toString());
    }

    /** Three copies of everything where there are three brokers, of which two must have a record. */
    private static void replicas(Map<String, String> settings, int brokers) {
        String copies = Integer.toString(Math.min(brokers, MOST_COPIES));
        String inSync = brokers < MOST_COPIES ? "1" : "2";
        settings.put("default.replication.factor", copies);
        settings.put("min.insync.replicas", inSync);
        settings.put("offsets.topic.replication.factor", copies);
        settings.put("transaction.state.log.replication.factor", copies);
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("share.coordinator.state.topic.replication.factor", copies);
        settings.put("share.coordinator.state.topic.min.isr", inSync);
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
