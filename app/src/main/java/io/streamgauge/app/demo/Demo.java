package io.streamgauge.app.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streamgauge.app.Terminal;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.app.config.PipelineFile;
import io.streamgauge.app.generator.TransactionGenerator;
import io.streamgauge.app.live.LiveStats;
import io.streamgauge.app.run.DataDirectory;
import io.streamgauge.app.run.Endpoints;
import io.streamgauge.app.run.PipelineRuntime;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.store.definition.SourceDefinition;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: starts the pipeline, publishes generated transactions and, seven days of event time later, their
 * labels, shows what happens, and sums up.
 */
public final class Demo {

    private final DemoOptions options;
    private final PrintWriter out;
    private final PrintWriter talk;
    private final boolean terminal;
    private final Clock clock = Clock.systemUTC();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * @param out where the summary goes
     * @param err where everything else goes when the summary is JSON
     */
    public Demo(DemoOptions options, PrintWriter out, PrintWriter err) {
        this.options = options;
        this.out = out;
        this.talk = options.json() ? err : out;
        this.terminal = options.json() ? Terminal.err() : Terminal.out();
    }

    /** Runs until a limit is reached or the process is asked to stop. */
    public void run() throws InterruptedException {
        Stop stop = Stop.install();
        try {
            run(stop);
        } finally {
            out.flush();
            talk.flush();
            stop.done();
        }
    }

    private void run(Stop stop) throws InterruptedException {
        Path directory = options.runtime().dataDirectory();
        if (options.clean()) {
            DemoDirectory.clean(directory);
        }
        DemoWorld world = DemoDirectory.world(options, directory);
        Pipeline pipeline = PipelineFile.load(options.pipeline().orElseGet(() -> ExamplePipeline.locate(directory)));
        talk.println("starting pipeline " + pipeline.name() + " in " + directory);
        talk.flush();
        try (PipelineRuntime runtime = PipelineRuntime.start(pipeline, options.runtime())) {
            world.write(directory);
            Duration startUp = Duration.ofMillis(
                    clock.millis() - ManagementFactory.getRuntimeMXBean().getStartTime());
            if (!stop.asked()) {
                watch(runtime);
                run(stop, runtime, world, startUp);
            }
        }
    }

    private void run(Stop stop, PipelineRuntime runtime, DemoWorld world, Duration startUp)
            throws InterruptedException {
        Pipeline pipeline = runtime.pipeline();
        SourceDefinition transactions = pipeline.features().source("transactions");
        SourceDefinition labels = pipeline.features().source("labels");
        LiveStats live = runtime.live();
        try (DemoClients clients = new DemoClients(pipeline.name(), runtime.cluster(), failure)) {
            Published sent = clients.published(transactions);
            Published labelled = clients.published(labels);
            TransactionGenerator generator = new TransactionGenerator(world.generator());
            Optional<ShiftReach> endsBefore = pipeline.drift()
                    .flatMap(drift -> ShiftReach.of(world, generator, sent.firstOpenDay(), options.limits(), drift));
            welcome(runtime, world, startUp, sent, endsBefore);
            DemoFeed feed = new DemoFeed(generator, sent.firstOpenDay(), labelled.firstOpenDay());
            Display display = new Display(talk, terminal, live, clock);
            display.begin();
            DemoRun run = new DemoRun(
                    feed,
                    clients.publisher(transactions, sent, clock),
                    clients.publisher(labels, labelled, clock),
                    live,
                    options.limits(),
                    stop,
                    clock,
                    failure,
                    pipeline.drift().map(DriftDefinition::lateness).orElse(Duration.ZERO),
                    display::update);
            run.publish();
            clients.flush();
            boolean complete = run.catchUp();
            display.update(run.published(), run.elapsed());
            sumUp(DemoSummary.of(
                    pipeline.name(),
                    run.published(),
                    complete,
                    live.snapshot(clock.millis()),
                    live.driftedFeatures(),
                    startUp,
                    run.elapsed()));
            if (!stop.asked()) {
                endsBefore.ifPresent(reach -> talk.println(reach.told()));
            }
        }
    }

    /** A pipeline that dies ends the demonstration too. */
    private void watch(PipelineRuntime runtime) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        runtime.awaitEnd();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        failure.compareAndSet(null, e);
                    }
                },
                "demo-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void welcome(
            PipelineRuntime runtime,
            DemoWorld world,
            Duration startUp,
            Published sent,
            Optional<ShiftReach> endsBefore) {
        Endpoints endpoints = runtime.endpoints();
        String name = runtime.pipeline().name();
        talk.printf(Locale.ROOT, "up after %.1f s%n%n", startUp.toMillis() / 1_000.0);
        endpoints.http().ifPresent(url -> talk.println("  dashboard  " + url));
        talk.println(
                "  Kafka      " + endpoints.bootstrapServers() + ", schema registry " + endpoints.schemaRegistryUrl());
        talk.println("  topics     transactions and transaction-labels in; " + name + ".predictions, " + name
                + ".drift-alerts,");
        talk.println("             " + name + ".retraining-events out");
        talk.println("  commands   ./streamgauge tail predictions | alerts | retraining-events" + where(name));
        talk.println();
        talk.printf(
                Locale.ROOT,
                "%s at up to %,.0f transactions a second (seed %d, shift on day %s)%s%n",
                sent.any() ? "going on from day " + sent.firstOpenDay() : "publishing",
                options.perSecond(),
                world.seed(),
                world.shiftText(),
                options.limits().endless() ? "; Ctrl-C stops" : "");
        endsBefore.ifPresent(reach -> talk.println(reach.told()));
        talk.println();
        talk.flush();
    }

    /** What a command needs to find this pipeline among others, or elsewhere than usual. */
    private String where(String name) {
        Path data = options.runtime().dataDirectory();
        return ", with " + (data.equals(DataDirectory.defaultFor(name)) ? "--pipeline " + name : "--data-dir " + data);
    }

    private void sumUp(DemoSummary summary) {
        talk.println();
        if (options.json()) {
            try {
                out.println(JsonMapper.builder().build().writeValueAsString(summary));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("no JSON for the summary", e);
            }
        } else {
            SummaryText.lines(summary).forEach(out::println);
        }
        out.flush();
        talk.flush();
    }
}
