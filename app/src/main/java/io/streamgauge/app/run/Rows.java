package io.streamgauge.app.run;

import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.http.AccessToken;
import io.streamgauge.app.http.HttpSettings;
import io.streamgauge.app.http.Readiness;
import io.streamgauge.app.http.TlsFiles;
import io.streamgauge.app.instances.ExchangeMemory;
import io.streamgauge.app.instances.HttpPeers;
import io.streamgauge.app.instances.OwnRows;
import io.streamgauge.app.instances.Placement;
import io.streamgauge.app.instances.RoutedReads;
import io.streamgauge.app.instances.RoutedVisits;
import io.streamgauge.app.instances.VisitCodec;
import io.streamgauge.app.online.KeyedReads;
import io.streamgauge.app.online.NextEvent;
import io.streamgauge.store.change.Completeness;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.stream.EventPlace;
import io.streamgauge.stream.RowPartitions;
import io.streamgauge.stream.RowPlaces;
import io.streamgauge.stream.Watermarks;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;

/** The rows of a pipeline as one of its instances reads them: its own, and over HTTP those that others keep. */
final class Rows implements Readiness, AutoCloseable {

    private final String applicationId;
    private final CatchUp catchUp;
    private final KafkaStreams streams;
    private final StreamsPlacements placements;
    private final CopyLag lag;
    private final HttpPeers peers;
    private final OwnRows own;
    private final RoutedReads reads;
    private final RoutedVisits visits;
    private volatile boolean stopping;

    private Rows(
            Pipeline pipeline,
            StreamsPart topology,
            RowPartitions partitions,
            Completeness completeness,
            EventPlace place,
            VisitCodec codec,
            CopyLag lag,
            HttpPeers peers,
            ExchangeMemory memory,
            String address) {
        FeatureDefinition definition = pipeline.features();
        this.applicationId = ScoringTopology.applicationId(pipeline.name());
        Duration mostBehind = pipeline.runtime().standbyLag();
        this.streams = topology.streams();
        this.lag = lag;
        this.peers = peers;
        this.placements = new StreamsPlacements(
                streams,
                definition.scoredSource().topic(),
                definition.views(),
                partitions.count(),
                address,
                System::nanoTime);
        this.catchUp = new CatchUp(
                group(topology.watermarks()),
                definition.views(),
                partitions.count(),
                address,
                pipeline.runtime().standbys(),
                mostBehind,
                System::nanoTime);
        this.own = new OwnRows(
                new StateRows(
                        definition,
                        streams,
                        applicationId,
                        completeness,
                        topology.watermarks(),
                        place,
                        lag,
                        mostBehind,
                        address),
                hash(definition),
                codec,
                memory);
        RoutedReads.Partitions asked = asked(partitions);
        this.reads = new RoutedReads(asked, own.rows(), placements, peers, own.definition(), memory);
        this.visits = new RoutedVisits(definition, place, asked, own.rows(), placements, peers, memory);
    }

    private static RoutedReads.Partitions asked(RowPartitions partitions) {
        return new RoutedReads.Partitions() {
            @Override
            public int count() {
                return partitions.count();
            }

            @Override
            public boolean certain(ViewDefinition view) {
                return partitions.certain(view);
            }

            @Override
            public int of(ViewDefinition view, String entity) {
                return partitions.of(view, entity);
            }
        };
    }

    /** @param reached where other instances reach this one, {@code host:port} */
    static Rows of(
            Pipeline pipeline,
            Cluster cluster,
            StreamsPart topology,
            RowPartitions partitions,
            Completeness completeness,
            EventPlace place,
            HttpSettings http,
            String reached) {
        VisitCodec codec = new VisitCodec(pipeline.features());
        HttpPeers peers = new HttpPeers(
                codec, http.token().map(AccessToken::authorization), http.tls().map(TlsFiles::trust));
        CopyLag lag = CopyLag.watch(topology.positions(), Admin.create(cluster.kafka(Map.of())));
        return new Rows(
                pipeline,
                topology,
                partitions,
                completeness,
                place,
                codec,
                lag,
                peers,
                new ExchangeMemory(http.mostExchangeBytes()),
                reached);
    }

    /** What rows are made by: expressions, which are computed at the read, apart. */
    private static String hash(FeatureDefinition definition) {
        return DefinitionHash.of(new FeatureDefinition(
                definition.pipeline(), definition.sources(), definition.scored(), definition.views(), Map.of()));
    }

    KeyedReads reads() {
        return reads;
    }

    /** What a score on request takes of them. */
    NextEvent next() {
        return visits;
    }

    /** What other instances may ask for. */
    OwnRows own() {
        return own;
    }

    /** Whether it is known where all rows are. */
    boolean placed() {
        placements.doubt();
        return placements.known();
    }

    /** Whether another instance keeps rows. */
    boolean others() {
        return placements.others();
    }

    /** From now on it is not ready. */
    void stopping() {
        stopping = true;
    }

    /** Copies count until they have caught up once: from then on it can stand in for others. */
    @Override
    public Optional<String> notReadyBecause() {
        if (stopping) {
            return Optional.of("it is stopping");
        }
        if (streams.state() != KafkaStreams.State.RUNNING) {
            return Optional.of("the topology is " + streams.state());
        }
        return catchUp.lacking();
    }

    private CatchUp.Group group(Watermarks watermarks) {
        return new CatchUp.Group() {
            @Override
            public Optional<Placement> placement(ViewDefinition view, int partition) {
                return placements.of(view, partition);
            }

            @Override
            public int instances() {
                return placements.instances();
            }

            @Override
            public boolean takesIn(ViewDefinition view, int partition) {
                return watermarks.view(view.name(), partition).isPresent();
            }

            @Override
            public OptionalLong behindMs(ViewDefinition view, int partition) {
                return lag.of(RowPlaces.changelogs(applicationId, view, partition))
                        .map(behind -> OptionalLong.of(behind.ms()))
                        .orElseGet(OptionalLong::empty);
            }
        };
    }

    @Override
    public void close() {
        lag.close();
        peers.close();
    }
}
