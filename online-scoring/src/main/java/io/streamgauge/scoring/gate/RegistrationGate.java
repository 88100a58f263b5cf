package io.streamgauge.scoring.gate;

import io.streamgauge.scoring.BadModelException;
import io.streamgauge.scoring.EventScoring;
import io.streamgauge.scoring.ModelContract;
import io.streamgauge.scoring.ModelDefinition;
import io.streamgauge.scoring.RowScorer;
import io.streamgauge.scoring.ScoringException;
import io.streamgauge.scoring.onnx.OnnxInspection;
import io.streamgauge.scoring.onnx.OnnxModel;
import io.streamgauge.scoring.store.Digests;
import io.streamgauge.scoring.store.GateReport;
import io.streamgauge.scoring.store.ModelRegistration;
import io.streamgauge.scoring.store.ModelStore;
import io.streamgauge.scoring.store.ModelStoreException;
import io.streamgauge.store.definition.DefinitionHash;
import io.streamgauge.store.definition.FeatureDefinition;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The way into a model store: a file is registered when it passes every check, and otherwise nothing changes.
 *
 * <pre>
 * file → format → operators → signature → blank row → golden rows → latency → store
 *   no model code runs here  |  ONNX Runtime has it from here on
 * </pre>
 *
 * A check that cannot be made since one before it failed is told as skipped.
 */
public final class RegistrationGate {

    private static final List<String> CHECKS =
            List.of("file", "format", "operators", "signature", "blank row", "golden", "latency");

    private final FeatureDefinition features;
    private final ModelDefinition model;
    private final VectorPlan plan;
    private final ModelStore store;
    private final Clock clock;
    private final LatencyProbe probe;

    /**
     * @param features the pipeline's features
     * @param model what the pipeline says of its model; its name, version and file are not used
     * @param plan the vector of the model's inputs
     * @param store where what passes goes
     */
    public RegistrationGate(
            FeatureDefinition features, ModelDefinition model, VectorPlan plan, ModelStore store, Clock clock) {
        this(features, model, plan, store, clock, new LatencyProbe(System::nanoTime));
    }

    RegistrationGate(
            FeatureDefinition features,
            ModelDefinition model,
            VectorPlan plan,
            ModelStore store,
            Clock clock,
            LatencyProbe probe) {
        this.features = features;
        this.model = model;
        this.plan = plan;
        this.store = store;
        this.clock = clock;
        this.probe = probe;
    }

    /**
     * Checks a model and registers it when nothing is wrong.
     *
     * @throws ModelStoreException when the store cannot be read or written, or has another file under this name and version
     * @throws GoldenRowsException when the golden rows cannot be read
     */
    public GateResult register(GateRequest request) throws ModelStoreException, GoldenRowsException {
        List<GoldenRow> golden = request.golden().isEmpty()
                ? List.of()
                : GoldenRows.read(request.golden().get(), plan);
        GateChecks checks = new GateChecks(CHECKS);
        Optional<byte[]> read = file(request, checks);
        if (read.isEmpty()) {
            return refused(checks);
        }
        byte[] onnx = read.get();
        String digest = Digests.of(onnx);
        Optional<ModelRegistration> kept = store.find(request.name(), request.version());
        if (kept.isPresent()) {
            kept.get().checkSameFile(digest);
            Optional<String> other = other(kept.get());
            if (other.isPresent()) {
                checks.failed("signature", other.get());
                return refused(checks);
            }
            return new GateResult(kept.get().gate(), kept.get(), true);
        }
        Optional<OnnxInspection> inspected = inspect(onnx, checks);
        if (inspected.isEmpty()) {
            return refused(checks);
        }
        run(request, digest, golden, checks);
        GateReport report = checks.report();
        if (!report.passed()) {
            return new GateResult(report, null, false);
        }
        ModelRegistration registration = registration(request, onnx, inspected.get(), report);
        store.put(registration, onnx);
        return new GateResult(report, registration, false);
    }

    /** Why a registration of this very file is another's; empty when it is the one asked for. */
    private Optional<String> other(ModelRegistration kept) {
        return kept.pipeline().equals(features.pipeline())
                ? kept.otherVector(plan.names())
                : Optional.of("model " + kept.title() + " is registered already, for pipeline " + kept.pipeline()
                        + ", not " + features.pipeline() + "; give it another --name or --version");
    }

    private static GateResult refused(GateChecks checks) {
        return new GateResult(checks.report(), null, false);
    }

    private static Optional<byte[]> file(GateRequest request, GateChecks checks) {
        try (InputStream in = Files.newInputStream(request.file())) {
            byte[] bytes = in.readNBytes(Math.toIntExact(Math.min(request.maxBytes() + 1, Integer.MAX_VALUE - 8)));
            if (bytes.length > request.maxBytes()) {
                checks.failed(
                        "file",
                        request.file() + " has more than " + bytes(request.maxBytes()) + "; allowed: at most that");
                return Optional.empty();
            }
            checks.passed(
                    "file",
                    bytes(bytes.length) + "; allowed: " + bytes(request.maxBytes()) + "; digest " + Digests.of(bytes));
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            checks.failed("file", "there is no file " + request.file());
        } catch (IOException e) {
            checks.failed("file", "cannot read " + request.file() + ": " + e);
        }
        return Optional.empty();
    }

    private static String bytes(long count) {
        return String.format(Locale.ROOT, "%,d bytes", count);
    }

    /** What the file says of itself; empty when it is refused for that. */
    private static Optional<OnnxInspection> inspect(byte[] onnx, GateChecks checks) {
        OnnxInspection seen;
        try {
            seen = OnnxInspection.of(onnx);
        } catch (BadModelException e) {
            checks.failed("format", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        checks.add("format", seen.formatProblems(), seen.format());
        checks.add(
                "operators",
                seen.operatorProblems(),
                seen.nodes() + " nodes of " + String.join(", ", seen.operators())
                        + (seen.zipMaps() > 0 ? "; ZipMap is taken out when the model is loaded" : ""));
        return seen.allowed() ? Optional.of(seen) : Optional.empty();
    }

    private void run(GateRequest request, String digest, List<GoldenRow> golden, GateChecks checks) {
        try (OnnxModel loaded = OnnxModel.load(request.file(), ModelContract.of(model, plan))) {
            if (!loaded.digest().equals(digest)) {
                checks.failed("file", request.file() + " changed while it was read");
                return;
            }
            checks.passed(
                    "signature",
                    "takes " + plan.size() + " values"
                            + loaded.note().map(note -> "; " + note).orElse(""));
            try (RowScorer scorer = new RowScorer(new EventScoring(features, model, loaded, plan))) {
                blankRow(scorer, checks);
                List<FeatureValues> scored = golden(request, golden, scorer, checks);
                List<FeatureValues> rows = scored.isEmpty() ? drawn(scorer) : scored;
                GateReport.Latency latency = probe.measure(scorer::score, rows, request.latencyBudget());
                checks.latency(latency);
                checks.add(LatencyProbe.check(latency));
            }
        } catch (BadModelException e) {
            checks.failed("signature", String.valueOf(e.getMessage()));
        } catch (ScoringException e) {
            checks.failed("blank row", String.valueOf(e.getMessage()));
        }
    }

    /** Drawn rows that have a score, where some have: to refuse a row takes less time. */
    private List<FeatureValues> drawn(RowScorer scorer) {
        List<FeatureValues> all = DrawnRows.of(plan);
        List<FeatureValues> scored =
                all.stream().filter(row -> !Double.isNaN(scorer.score(row))).toList();
        return scored.isEmpty() ? all : scored;
    }

    /** Loading runs it too; here its answer is told. */
    private void blankRow(RowScorer scorer, GateChecks checks) {
        double score = scorer.score(DrawnRows.blank(plan));
        checks.passed(
                "blank row",
                Double.isNaN(score)
                        ? "zeros and empty texts have no score"
                        : "zeros and empty texts have the score " + score);
    }

    /** Compares with the trainer; the rows that have a score. */
    private static List<FeatureValues> golden(
            GateRequest request, List<GoldenRow> golden, RowScorer scorer, GateChecks checks) {
        if (golden.isEmpty()) {
            return List.of();
        }
        if (!scorer.decides() && golden.get(0).decision() != null) {
            checks.failed("golden", "the file has decisions, and the pipeline declares no model.decision");
            return List.of();
        }
        GoldenComparison comparison = new GoldenComparison(scorer);
        golden.forEach(comparison::add);
        GateReport.Golden result = comparison.result(request.tolerance(), request.flipsAllowed());
        checks.golden(result);
        checks.add(comparison.check(result));
        return comparison.scored();
    }

    private ModelRegistration registration(GateRequest request, byte[] onnx, OnnxInspection seen, GateReport report) {
        return new ModelRegistration(
                request.name(),
                request.version(),
                Digests.of(onnx),
                onnx.length,
                features.pipeline(),
                DefinitionHash.of(features),
                plan.names(),
                ports(seen.inputs()),
                ports(seen.outputs()),
                clock.instant(),
                report,
                request.card());
    }

    private static List<ModelRegistration.Port> ports(List<OnnxInspection.Port> ports) {
        return ports.stream()
                .map(port -> new ModelRegistration.Port(port.name(), port.type(), port.shape()))
                .toList();
    }
}
