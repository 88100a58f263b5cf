package io.streamgauge.app.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.guard.GuardReading;
import io.streamgauge.app.guard.GuardWatch;
import io.streamgauge.app.http.DriftJobView;
import io.streamgauge.app.http.HttpApi;
import io.streamgauge.app.http.HttpBackend;
import io.streamgauge.app.http.HttpSettings;
import io.streamgauge.app.http.Metrics;
import io.streamgauge.app.http.Readiness;
import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.live.LiveTopics;
import io.streamgauge.app.live.ReferencePlan;
import io.streamgauge.app.online.OnlineFeatures;
import io.streamgauge.app.online.OnlineScores;
import io.streamgauge.app.rollout.RolloutStatus;
import io.streamgauge.schemas.TopicCatalogue;
import io.streamgauge.schemas.registry.SchemaRegistry;
import io.streamgauge.scoring.NewestPredictor;
import io.streamgauge.scoring.Rollout;
import io.streamgauge.scoring.ScoringMetrics;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.stream.EventPlace;
import io.streamgauge.stream.RowPartitions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** What a running pipeline shows of itself: counts read from its topics, the HTTP API, metrics, the dashboard. */
final class Observation implements AutoCloseable {

    /** For the moment of reads that name none. */
    private static final Duration PAST = Duration.ofSeconds(3);

    private final Parts parts;
    private final LiveStats live;
    private final HttpApi http;
    private final List<String> warnings;
    private final StreamsPart topology;
    private final Rows rows;
    private final LiveTopics topics;

    private Observation(
            Parts parts,
            LiveStats live,
            LiveTopics topics,
            HttpApi http,
            List<String> warnings,
            StreamsPart topology,
            Rows rows) {
        this.warnings = warnings;
        this.parts = parts;
        this.live = live;
        this.topics = topics;
        this.http = http;
        this.topology = topology;
        this.rows = rows;
    }

    /**
     * Shows a pipeline whose topology has not started: from then on other instances get answers.
     *
     * @param driftTrouble why the drift job does not do its work; empty when it does, or there is none
     * @param driftJob what this process does about it
     * @param http listens already
     * @param settings of it
     */
    static Observation start(
            Pipeline pipeline,
            Cluster cluster,
            SchemaRegistry registry,
            StreamsPart topology,
            RowPartitions partitions,
            Completeness completeness,
            Rollout rollout,
            GuardWatch guards,
            EventPlace place,
            PrometheusMeterRegistry meters,
            ScoringMetrics scoringMetrics,
            Supplier<Optional<String>> driftTrouble,
            Supplier<DriftJobView> driftJob,
            HttpApi http,
            HttpSettings settings) {
        KafkaStreams streams = topology.streams();
        Clock clock = Clock.systemUTC();
        LiveStats live = new LiveStats(
                plan(pipeline),
                new EventsRead(streams, pipeline.features().scoredSource().topic()),
                new EventsWithoutEntity(streams),
                clock.millis());
        Parts parts = new Parts();
        try {
            LiveTopics topics = parts.add(
                    "counts",
                    LiveTopics.start(
                            new TopicCatalogue(pipeline.name()),
                            registry,
                            new HashMap<>(cluster.kafka()),
                            live,
                            clock));
            SourceEnds ends = parts.add("source ends", SourceEnds.of(Admin.create(cluster.kafka(Map.of()))));
            EventTimes eventTimes = new EventTimes(pipeline.features(), topology.watermarks(), streams, ends);
            Metrics metrics = parts.add("metrics", new Metrics(meters, live, clock, eventTimes));
            metrics.bind(streams);
            metrics.show(completeness);
            parts.add(
                    "completeness watch",
                    CompletenessWatch.start(completeness, pipeline.inputs(), () -> progressMs(live, clock)));
            Rows rows = parts.add(
                    "rows",
                    Rows.of(pipeline, cluster, topology, partitions, completeness, place, settings, http.reached()));
            ReadMoment moment = new ReadMoment(pipeline.features().scored(), live, topology.watermarks());
            OnlineFeatures features = new OnlineFeatures(
                    pipeline.features(), pipeline.model().name(), pipeline.inputs(), rows.reads(), moment);
            OnlineScores scores = parts.add(
                    "scores on request",
                    new OnlineScores(
                            pipeline.features().scoredSource(),
                            () -> new NewestPredictor(rollout),
                            rows.next(),
                            moment,
                            clock,
                            scoringMetrics));
            Readiness readiness = () -> rows.notReadyBecause().or(driftTrouble);
            Gauge.builder(
                            "streamgauge.ready",
                            readiness,
                            r -> r.notReadyBecause().isEmpty() ? 1 : 0)
                    .description(
                            "1 while /health/ready says so; 0 while rows are restored, or the drift job does not run.")
                    .strongReference(true)
                    .register(meters);
            HttpBackend backend = new HttpBackend(
                    pipeline.name(),
                    pipeline.model().name() + " " + pipeline.model().version(),
                    readiness,
                    features,
                    scores,
                    live,
                    eventTimes,
                    metrics,
                    Optional.of(rows.own()),
                    driftJob,
                    () -> RolloutStatus.of(pipeline.name(), guards.newest(), live.activations())
                            .guarded(guards.readings().stream()
                                    .map(GuardReading::view)
                                    .toList()));
            http.show(backend);
            return new Observation(
                    parts,
                    live,
                    topics,
                    http,
                    CompletenessWatch.warnings(completeness, pipeline.inputs()),
                    topology,
                    rows);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Returns once reads are answered, if need be by other instances: the group has told who keeps which rows, and the moment
     * of reads that name none is known.
     */
    Observation awaitReads() throws InterruptedException {
        topology.await(rows::placed);
        topics.awaitPast(PAST);
        http.answerReads();
        return this;
    }

    LiveStats live() {
        return live;
    }

    /** What a definition that changed brought, and which of the model's inputs it leaves incomplete. */
    List<String> changes(List<String> ofState) {
        return ofState.isEmpty()
                ? List.of()
                : Stream.concat(ofState.stream(), warnings.stream()).toList();
    }

    private static @Nullable Long progressMs(LiveStats live, Clock clock) {
        Instant fresh = live.snapshot(clock.millis()).freshAsOf();
        return fresh == null ? null : (Long) fresh.toEpochMilli();
    }

    String url() {
        return http.url();
    }

    private static ReferencePlan plan(Pipeline pipeline) {
        return pipeline.drift()
                .map(drift -> new ReferencePlan(
                        drift.reference().after(), drift.reference().first()))
                .orElse(ReferencePlan.NONE);
    }

    /**
     * Where other instances keep rows, the topology stops first: they take over while this one still answers, by asking
     * them. Then those that are being answered are let finish.
     */
    @Override
    public void close() {
        try {
            if (rows.others()) {
                rows.stopping();
                topology.close();
                http.drain();
            } else {
                http.close();
            }
        } finally {
            parts.close();
        }
    }
}
