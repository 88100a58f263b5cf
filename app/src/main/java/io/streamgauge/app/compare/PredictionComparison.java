package io.streamgauge.app.compare;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.app.run.Cluster;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Compares the predictions that two pipelines have made so far, in one pass over both topics. The side that has fewer
 * predictions waiting is read first, so that as few as possible wait, however far one pipeline is behind.
 */
public final class PredictionComparison {

    /** Predictions of each side that may wait for their other half; a few hundred megabytes. */
    public static final int MOST_WAITING = 500_000;

    private final Cluster cluster;
    private final int most;

    public PredictionComparison(Cluster cluster) {
        this(cluster, MOST_WAITING);
    }

    PredictionComparison(Cluster cluster, int most) {
        this.cluster = cluster;
        this.most = most;
    }

    /**
     * Compares what is committed now.
     *
     * @param progress told how many predictions are read, in words
     */
    public Comparison run(String before, String after, Consumer<String> progress) {
        Differences differences = new Differences();
        Pairing pairing = new Pairing(differences, most);
        long othersBefore;
        long othersAfter;
        try (PredictionReader first = new PredictionReader(cluster, before);
                PredictionReader second = new PredictionReader(cluster, after)) {
            while (!first.done() || !second.done()) {
                if (second.done() || (!first.done() && pairing.waitingBefore() <= pairing.waitingAfter())) {
                    first.some(pairing::before);
                } else {
                    second.some(pairing::after);
                }
                progress.accept(first.read() + " and " + second.read() + " predictions read, " + differences.pairs()
                        + " events compared");
            }
            othersBefore = first.others();
            othersAfter = second.others();
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "Kafka at " + cluster.bootstrapServers() + " does not answer: " + e.getMessage(), e);
        }
        return new Comparison(
                before,
                after,
                differences.pairs(),
                pairing.waitingBefore(),
                pairing.waitingAfter(),
                pairing.givenUp(),
                othersBefore,
                othersAfter,
                differences.features(),
                differences.scores(),
                differences.decisions());
    }
}
